CREATE TABLE orders (id bigint PRIMARY KEY, amount int);
INSERT INTO orders SELECT n, n FROM generate_series(1, 500) AS n;
