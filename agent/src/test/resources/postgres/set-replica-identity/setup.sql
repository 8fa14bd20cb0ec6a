CREATE TABLE orders (id bigint PRIMARY KEY, code text NOT NULL);
CREATE UNIQUE INDEX orders_code_key ON orders (code);
COMMENT ON TABLE orders IS 'Said before';
CREATE TABLE lines (id bigint);
ALTER TABLE lines REPLICA IDENTITY FULL;
INSERT INTO orders SELECT n, n FROM generate_series(1, 500) AS n;
