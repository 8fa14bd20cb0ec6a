CREATE TABLE orders (id bigint PRIMARY KEY, amount int, "Rate" numeric);
INSERT INTO orders SELECT n, n, NULL FROM generate_series(1, 500) AS n;
