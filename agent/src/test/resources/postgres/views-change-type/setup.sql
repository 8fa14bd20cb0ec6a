CREATE SCHEMA shop;
CREATE TABLE shop.orders (
  id uuid PRIMARY KEY,
  price numeric(10, 2) DEFAULT 0,
  code varchar(10) NOT NULL,
  CONSTRAINT orders_price_positive CHECK (price >= 0::numeric)
);
CREATE INDEX orders_price_idx ON shop.orders (price);
INSERT INTO shop.orders SELECT ('00000000-0000-0000-0000-' || lpad(n::text, 12, '0'))::uuid, NULLIF(n % 10, 3) * 1.25, 'c' || n FROM generate_series(1, 500) AS n;
