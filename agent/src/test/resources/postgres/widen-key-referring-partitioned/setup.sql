CREATE TABLE orders (id serial PRIMARY KEY, note text);
INSERT INTO orders (note) SELECT 'n' || n FROM generate_series(1, 300) AS n;
CREATE TABLE lines (
  id bigint NOT NULL,
  at date NOT NULL,
  "Order" integer CONSTRAINT "lines of" REFERENCES orders ON DELETE CASCADE,
  PRIMARY KEY (id, at)
) PARTITION BY RANGE (at);
CREATE TABLE lines_2026 PARTITION OF lines FOR VALUES FROM ('2026-01-01') TO ('2027-01-01') PARTITION BY HASH (id);
CREATE TABLE lines_2026_all PARTITION OF lines_2026 FOR VALUES WITH (MODULUS 1, REMAINDER 0);
CREATE TABLE lines_rest PARTITION OF lines DEFAULT;
CREATE INDEX lines_of ON lines ("Order");
ALTER TABLE lines_rest RENAME CONSTRAINT "lines of" TO rest_of;
INSERT INTO lines SELECT n, date '2024-10-01' + n * 3 % 1000, CASE WHEN n % 5 > 0 THEN n END FROM generate_series(1, 300) AS n;
