CREATE SCHEMA shop;
CREATE TABLE shop.orders (id serial PRIMARY KEY, "Parent" integer REFERENCES shop.orders, note text);
INSERT INTO shop.orders ("Parent", note) SELECT NULLIF(n / 2, 0), 'n' || n FROM generate_series(1, 300) AS n;
CREATE TABLE shop.lines (id bigint PRIMARY KEY, "order" integer NOT NULL REFERENCES shop.orders ON DELETE CASCADE);
INSERT INTO shop.lines SELECT n, n FROM generate_series(1, 300) AS n;
