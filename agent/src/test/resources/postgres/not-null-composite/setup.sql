CREATE TYPE pair AS (a int, b text);
CREATE TABLE orders (id bigint PRIMARY KEY, lost pair NOT NULL, won pair);
INSERT INTO orders SELECT n, ROW(NULL, 'x')::pair, ROW(n, NULL)::pair FROM generate_series(1, 500) AS n;
