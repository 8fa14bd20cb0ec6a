CREATE TABLE orders (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  country text NOT NULL,
  amount numeric(10, 2) NOT NULL DEFAULT 0,
  note varchar(200),
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT orders_amount_positive CHECK (amount >= 0)
);
CREATE INDEX orders_country_idx ON orders (country);
INSERT INTO orders (country, amount)
SELECT (ARRAY['DE', 'FR', 'US', 'JP'])[1 + n % 4], n FROM generate_series(1, 2000) AS n;
DELETE FROM orders WHERE id % 7 = 0;
CREATE VIEW big_orders AS SELECT id, amount FROM orders WHERE amount > 1000;
