CREATE TABLE orders (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  country text NOT NULL,
  number integer NOT NULL DEFAULT 7,
  CONSTRAINT orders_country_number_key UNIQUE (country, number),
  CONSTRAINT orders_number_positive CHECK (number > 0)
);
CREATE INDEX orders_number_idx ON orders (number DESC) WHERE number > 100;
CREATE INDEX orders_twice_idx ON orders ((number * 2));
COMMENT ON COLUMN orders.number IS 'Counted by hand';
INSERT INTO orders (country, number) SELECT (ARRAY['DE', 'FR', 'US', 'JP'])[1 + n % 4], n FROM generate_series(1, 2000) AS n;
DELETE FROM orders WHERE id % 7 = 0;
