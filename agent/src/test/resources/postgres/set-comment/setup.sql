CREATE TABLE orders (id bigint PRIMARY KEY, region text, note text);
ALTER TABLE orders ENABLE ROW LEVEL SECURITY;
COMMENT ON TABLE orders IS 'Said before, it''s \old';
COMMENT ON COLUMN orders.region IS 'Before';
INSERT INTO orders SELECT n, 'eu' FROM generate_series(1, 500) AS n;
