ALTER TABLE orders ADD COLUMN code text NOT NULL DEFAULT 'x', ADD COLUMN number serial;
ALTER TABLE orders ALTER COLUMN code DROP DEFAULT;
ALTER TABLE orders ADD CONSTRAINT orders_code_check CHECK (code <> '');
CREATE INDEX orders_code_idx ON orders (code, id);
CREATE INDEX orders_2025_own_idx ON orders_2025 (code);
