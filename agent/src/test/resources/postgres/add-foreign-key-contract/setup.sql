CREATE SCHEMA "Sales";
CREATE TABLE "Sales"."Parts" ("No" int, lot int, UNIQUE ("No", lot));
CREATE TABLE orders (id bigint PRIMARY KEY, parent bigint, part int, lot int);
CREATE INDEX orders_parent_idx ON orders (parent);
CREATE INDEX orders_part_idx ON orders (lot, part, id);
INSERT INTO "Sales"."Parts" SELECT n, n FROM generate_series(1, 9) AS n;
INSERT INTO orders SELECT n, nullif(n - 1, 0), n % 9 + 1, n % 9 + 1 FROM generate_series(1, 500) AS n;
