CREATE SCHEMA shop;
CREATE TABLE shop.orders (id serial PRIMARY KEY, code uuid NOT NULL, "Parent" integer REFERENCES shop.orders, note text);
INSERT INTO shop.orders (code, "Parent", note) SELECT md5(n::text)::uuid, NULLIF(n / 2, 0), 'n' || n FROM generate_series(1, 300) AS n;
CREATE TABLE shop.lines (id bigint PRIMARY KEY, order_id integer NOT NULL REFERENCES shop.orders ON DELETE CASCADE DEFERRABLE);
INSERT INTO shop.lines SELECT n, n FROM generate_series(1, 300) AS n;
CREATE TABLE shop.notes (order_id integer);
ALTER TABLE shop.notes ADD CONSTRAINT notes_order_fk FOREIGN KEY (order_id) REFERENCES shop.orders NOT VALID;
ALTER TABLE shop.orders ADD CONSTRAINT orders_id_key UNIQUE (id);
COMMENT ON CONSTRAINT notes_order_fk ON shop.notes IS 'Some are old';
