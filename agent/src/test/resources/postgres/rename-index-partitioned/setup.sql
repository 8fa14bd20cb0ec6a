CREATE INDEX orders_country ON orders (country);
