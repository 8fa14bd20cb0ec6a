CREATE TABLE orders (id bigint PRIMARY KEY, region text);
CREATE INDEX i ON orders (lower(region)) WHERE id > 5;
INSERT INTO orders SELECT n, 'eu' FROM generate_series(1, 500) AS n;
