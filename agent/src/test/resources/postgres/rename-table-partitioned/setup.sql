CREATE SCHEMA shop;
CREATE SEQUENCE shop.order_numbers;
CREATE TABLE shop.orders (
  id bigint DEFAULT nextval('shop.order_numbers'), gone int, at date NOT NULL, area text NOT NULL CONSTRAINT area_there CHECK (area <> ''), note text DEFAULT 'none', parent bigint,
  PRIMARY KEY (id, at)
) PARTITION BY RANGE (at);
ALTER SEQUENCE shop.order_numbers OWNED BY shop.orders.id;
ALTER TABLE shop.orders DROP COLUMN gone;
CREATE TABLE shop.orders_2025 PARTITION OF shop.orders FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE shop.orders_2026 PARTITION OF shop.orders FOR VALUES FROM ('2026-01-01') TO ('2027-01-01') PARTITION BY LIST (id);
CREATE TABLE shop.orders_2026_rest PARTITION OF shop.orders_2026 DEFAULT;
CREATE INDEX orders_area_idx ON shop.orders (area);
COMMENT ON TABLE shop.orders IS 'What was ordered';
INSERT INTO shop.orders (at, area) SELECT date '2025-01-01' + n % 700, 'eu' FROM generate_series(1, 600) AS n;
ALTER TABLE shop.orders ADD CONSTRAINT orders_parent FOREIGN KEY (parent, at) REFERENCES shop.orders;
CREATE FUNCTION shop.touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
CREATE TRIGGER touch AFTER UPDATE ON shop.orders FOR EACH ROW EXECUTE FUNCTION shop.touch();
CREATE TABLE shop.lines (id bigint PRIMARY KEY, order_id bigint, order_at date, CONSTRAINT lines_order FOREIGN KEY (order_id, order_at) REFERENCES shop.orders ON DELETE CASCADE);
INSERT INTO shop.lines SELECT id, id, at FROM shop.orders;
GRANT SELECT ON shop.orders TO PUBLIC;
GRANT UPDATE (note) ON shop.orders TO PUBLIC;
