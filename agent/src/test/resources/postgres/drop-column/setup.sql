CREATE TABLE orders (
  id bigint PRIMARY KEY,
  country text NOT NULL,
  region text NOT NULL UNIQUE CHECK (region <> ''),
  number serial,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX orders_region_idx ON orders (region, created_at);
CREATE INDEX orders_eu_idx ON orders (id) WHERE region = 'eu';
INSERT INTO orders (id, country, region) SELECT n, 'DE', 'region ' || n FROM generate_series(1, 500) AS n;
