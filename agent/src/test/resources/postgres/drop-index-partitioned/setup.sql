CREATE INDEX orders_country_idx ON orders (country);
