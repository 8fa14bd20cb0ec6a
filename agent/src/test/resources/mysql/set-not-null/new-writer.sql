INSERT INTO orders (country, region, seen, size) VALUES ('DE', 'eu', '2020-01-01', 'b');
