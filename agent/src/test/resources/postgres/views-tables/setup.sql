CREATE SCHEMA shop;
SET search_path = shop;
CREATE TABLE orders (id integer PRIMARY KEY, amount integer CHECK (amount > 0));
CREATE TABLE leads (id integer PRIMARY KEY);
INSERT INTO orders SELECT n, n FROM generate_series(1, 20) AS n;
INSERT INTO leads VALUES (1);
