CREATE TABLE orders (id bigint PRIMARY KEY, country text, region text);
CREATE INDEX orders_region_idx ON orders (lower(region) DESC NULLS LAST) WHERE country = 'DE';
