CREATE SCHEMA shop;
SET search_path = shop;
CREATE TABLE orders (id integer PRIMARY KEY, country text NOT NULL, note text NOT NULL, amount integer NOT NULL);
CREATE TABLE "Lines" (id integer PRIMARY KEY, "Order" integer REFERENCES orders, "select" text);
INSERT INTO orders SELECT n, 'de', 'n' || n, n FROM generate_series(1, 30) AS n;
