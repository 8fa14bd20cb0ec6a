INSERT INTO orders (country, region) VALUES ('DE', 'eu');
UPDATE orders SET region = 'xx' WHERE id = 1;
