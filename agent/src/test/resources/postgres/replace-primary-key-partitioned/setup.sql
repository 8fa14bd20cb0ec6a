CREATE TABLE orders (id bigint NOT NULL, code text NOT NULL, area text NOT NULL, at date NOT NULL, note text, CONSTRAINT orders_key PRIMARY KEY (id, at, area)) PARTITION BY RANGE (at);
CREATE TABLE orders_2025 PARTITION OF orders FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE orders_2026 PARTITION OF orders FOR VALUES FROM ('2026-01-01') TO ('2027-01-01') PARTITION BY LIST (area);
CREATE TABLE orders_2026_eu PARTITION OF orders_2026 FOR VALUES IN ('eu');
CREATE TABLE orders_2026_rest PARTITION OF orders_2026 DEFAULT;
ALTER INDEX orders_2026_eu_pkey RENAME TO eu_key;
INSERT INTO orders SELECT n, 'c' || n, (ARRAY['eu', 'us'])[1 + n % 2], date '2025-01-01' + n % 700 FROM generate_series(1, 1000) AS n;
