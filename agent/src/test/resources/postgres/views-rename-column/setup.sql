CREATE SCHEMA shop;
GRANT USAGE ON SCHEMA shop TO PUBLIC;
SET search_path = shop;
CREATE TABLE regions (code text PRIMARY KEY);
INSERT INTO regions VALUES ('eu'), ('us'), ('asia');
CREATE TABLE orders (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  area text COLLATE "C" DEFAULT 'eu' REFERENCES regions,
  number integer NOT NULL,
  shout text GENERATED ALWAYS AS (upper(area)) STORED,
  CONSTRAINT orders_area_number_key UNIQUE (area, number),
  CONSTRAINT orders_area_short CHECK (length(area) < number + 10)
);
CREATE INDEX orders_area_idx ON orders (lower(area) text_pattern_ops, number DESC) WHERE area <> 'moon';
COMMENT ON COLUMN orders.area IS 'Where the order goes';
INSERT INTO orders (area, number)
SELECT (ARRAY['eu', 'us', 'asia', NULL])[1 + n % 4], n FROM generate_series(1, 2000) AS n;
DELETE FROM orders WHERE id % 7 = 0;
CREATE TABLE lines (area text, number integer, FOREIGN KEY (area, number) REFERENCES orders (area, number) ON UPDATE CASCADE);
INSERT INTO lines SELECT area, number FROM orders WHERE id < 50;
GRANT SELECT ON orders, regions TO PUBLIC;
GRANT UPDATE (area) ON orders TO PUBLIC;
