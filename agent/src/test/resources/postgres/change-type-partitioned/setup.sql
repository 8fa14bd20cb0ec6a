ALTER TABLE orders ADD COLUMN amount numeric(10, 2) NOT NULL DEFAULT 1.5 CONSTRAINT orders_amount_positive CHECK (amount > 0);
UPDATE orders SET amount = id % 90 + 1;
CREATE INDEX orders_by_amount ON orders (amount, id);
CREATE INDEX own_amount ON orders_2025 (amount) WHERE amount > 10;
COMMENT ON COLUMN orders.amount IS 'In euros';
