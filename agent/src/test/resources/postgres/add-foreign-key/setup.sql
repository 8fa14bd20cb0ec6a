CREATE TABLE customers (id bigint PRIMARY KEY, name text);
CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint);
INSERT INTO customers SELECT n, 'c' FROM generate_series(1, 50) AS n;
INSERT INTO orders SELECT n, n % 50 + 1 FROM generate_series(1, 500) AS n;
INSERT INTO orders VALUES (501, NULL);
