UPDATE orders SET note = NULL WHERE id % 3 = 0;
