CREATE TABLE customers (id bigint PRIMARY KEY);
INSERT INTO customers SELECT n FROM generate_series(1, 50) AS n;
ALTER TABLE orders ADD COLUMN customer_id bigint CONSTRAINT orders_customer_fk REFERENCES customers,
  ADD CONSTRAINT orders_code_key UNIQUE (id, country, created_at);
