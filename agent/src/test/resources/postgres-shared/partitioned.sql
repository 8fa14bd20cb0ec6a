CREATE TABLE orders (
  id bigint NOT NULL,
  country text NOT NULL,
  note text DEFAULT 'none',
  created_at date NOT NULL,
  PRIMARY KEY (id, created_at, country),
  CONSTRAINT orders_id_positive CHECK (id > 0)
) PARTITION BY RANGE (created_at);
CREATE TABLE orders_2025 PARTITION OF orders FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE INDEX orders_2025_country_created_at_idx ON orders_2025 (country, created_at);
CREATE TABLE orders_2026 PARTITION OF orders FOR VALUES FROM ('2026-01-01') TO ('2027-01-01') PARTITION BY LIST (country);
CREATE TABLE orders_2026_de PARTITION OF orders_2026 FOR VALUES IN ('DE');
CREATE TABLE orders_2026_rest PARTITION OF orders_2026 DEFAULT;
CREATE TABLE orders_rest PARTITION OF orders DEFAULT;
INSERT INTO orders (id, country, created_at)
SELECT n, (ARRAY['DE', 'FR', 'US', 'JP'])[1 + n % 4], date '2024-06-01' + n % 1000 FROM generate_series(1, 2000) AS n;
