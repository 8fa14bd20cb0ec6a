CREATE TABLE customers (id bigint PRIMARY KEY);
CREATE TABLE orders (
  id bigint PRIMARY KEY,
  customer_id bigint CONSTRAINT orders_customer_fk REFERENCES customers,
  code text CONSTRAINT orders_code_key UNIQUE,
  amount int CONSTRAINT orders_amount_positive CHECK (amount > 0)
);
INSERT INTO customers SELECT n FROM generate_series(1, 50) AS n;
INSERT INTO orders SELECT n, n % 50 + 1, n, n FROM generate_series(1, 500) AS n;
