INSERT INTO orders (country, amount, region) VALUES ('DE', 1, 'asia'), ('US', 2, 'us');
UPDATE orders SET region = 'eu' WHERE id = 1;
DELETE FROM orders WHERE id > 20;
