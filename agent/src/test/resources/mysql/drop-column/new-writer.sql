INSERT INTO orders (country) VALUES ('DE');
INSERT INTO orders (country) SELECT 'DE';
