REPLACE INTO orders (id, country, region) VALUES ('x', 'FR', NULL);
REPLACE INTO orders (id, country) SELECT 'y', 'US';
UPDATE orders SET region = NULL WHERE id = 'a';
