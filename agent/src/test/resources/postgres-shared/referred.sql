CREATE TABLE orders (id bigint NOT NULL, placed date NOT NULL, note text, CONSTRAINT orders_pkey PRIMARY KEY (id, placed)) PARTITION BY RANGE (placed);
CREATE TABLE orders_2024 PARTITION OF orders FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE orders_2025 PARTITION OF orders FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE orders_2026 PARTITION OF orders FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
INSERT INTO orders (id, placed) SELECT n, date '2024-01-01' + n % 1000 FROM generate_series(1, 2000) AS n;
CREATE TABLE lines (
  id bigint PRIMARY KEY, placed date, order_id bigint,
  CONSTRAINT lines_order_fk FOREIGN KEY (order_id, placed) REFERENCES orders (id, placed) ON DELETE CASCADE);
COMMENT ON CONSTRAINT lines_order_fk ON lines IS 'A line is of an order';
CREATE INDEX lines_order ON lines (order_id, placed);
INSERT INTO lines SELECT id, placed, id FROM orders WHERE placed >= '2025-01-01';
CREATE TABLE refunds (
  id bigint NOT NULL, kind text NOT NULL, "Order" bigint, id_placed date,
  CONSTRAINT refunds_pkey PRIMARY KEY (id, kind), CONSTRAINT refunds_order_fk FOREIGN KEY ("Order", id_placed) REFERENCES orders) PARTITION BY LIST (kind);
CREATE INDEX refunds_order ON refunds ("Order", id_placed);
CREATE TABLE refunds_cash PARTITION OF refunds FOR VALUES IN ('cash');
CREATE TABLE refunds_rest PARTITION OF refunds DEFAULT PARTITION BY RANGE (id);
CREATE TABLE refunds_rest_low PARTITION OF refunds_rest FOR VALUES FROM (MINVALUE) TO (1000);
CREATE TABLE refunds_rest_high PARTITION OF refunds_rest FOR VALUES FROM (1000) TO (MAXVALUE);
COMMENT ON CONSTRAINT refunds_order_fk ON refunds_rest_low IS 'Kept here, too';
INSERT INTO refunds SELECT id, (ARRAY['cash', 'card'])[1 + id % 2], id, placed FROM orders WHERE placed >= '2025-01-01';
