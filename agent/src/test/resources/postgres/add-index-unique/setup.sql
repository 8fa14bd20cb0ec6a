CREATE TABLE orders (id bigint PRIMARY KEY, code text);
INSERT INTO orders SELECT n, n FROM generate_series(1, 500) AS n;
