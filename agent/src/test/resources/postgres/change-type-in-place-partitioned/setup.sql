CREATE TABLE orders (
  id bigint NOT NULL,
  code varchar(12) COLLATE "C" NOT NULL DEFAULT 'none',
  number integer NOT NULL,
  at date NOT NULL,
  PRIMARY KEY (id, at, number),
  CONSTRAINT orders_code_short CHECK (length(code) < 10)
) PARTITION BY RANGE (at);
CREATE TABLE orders_2025 PARTITION OF orders FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE orders_2026 PARTITION OF orders FOR VALUES FROM ('2026-01-01') TO ('2027-01-01') PARTITION BY LIST (number);
CREATE TABLE orders_2026_rest PARTITION OF orders_2026 DEFAULT;
ALTER TABLE orders_2025 ADD CONSTRAINT orders_2025_code CHECK (code <> 'x'), ALTER code SET DEFAULT '2025';
ALTER TABLE orders_2026 ADD CONSTRAINT orders_2026_code CHECK (code <> 'y');
CREATE INDEX orders_2025_code_idx ON orders_2025 (code);
COMMENT ON COLUMN orders.code IS 'What people say';
INSERT INTO orders SELECT n, 'c' || n, n, date '2025-01-01' + n % 700 FROM generate_series(1, 2000) AS n;
