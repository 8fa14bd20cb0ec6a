CREATE SCHEMA shop;
CREATE TABLE shop.orders (id serial PRIMARY KEY, note text);
INSERT INTO shop.orders (note) SELECT 'n' || n FROM generate_series(1, 300) AS n;
CREATE TABLE shop.lines (
  order_id integer NOT NULL CONSTRAINT lines_order_fk REFERENCES shop.orders ON DELETE CASCADE,
  number integer NOT NULL,
  PRIMARY KEY (order_id, number)
);
INSERT INTO shop.lines SELECT n, 1 FROM generate_series(1, 300) AS n;
