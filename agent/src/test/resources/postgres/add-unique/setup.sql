CREATE TABLE orders (id bigint PRIMARY KEY, code text, part text);
INSERT INTO orders SELECT n, 'c' || n, NULL FROM generate_series(1, 500) AS n;
