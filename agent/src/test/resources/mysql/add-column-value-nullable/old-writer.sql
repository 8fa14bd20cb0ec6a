REPLACE INTO parts (factory, number, price) VALUES ('q', 1, -5);
