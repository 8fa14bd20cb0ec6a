INSERT INTO orders (country, amount) VALUES ('DE', 1), ('US', 2);
INSERT INTO orders (country, amount) SELECT country, amount + 1 FROM orders LIMIT 2;
INSERT IGNORE INTO orders (country, amount) SELECT 'FR', 3;
REPLACE INTO orders (id, country, amount) VALUES (2, 'US', 9);
INSERT INTO orders (id, country, amount) VALUES (3, 'FR', 1) ON DUPLICATE KEY UPDATE amount = amount + 1;
UPDATE orders SET amount = amount + 1 WHERE id < 4;
