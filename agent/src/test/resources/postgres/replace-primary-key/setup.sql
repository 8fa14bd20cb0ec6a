CREATE TABLE orders (id bigint PRIMARY KEY, region text NOT NULL, code text, amount int);
INSERT INTO orders SELECT n, 'eu', 'c' || n, n FROM generate_series(1, 500) AS n;
