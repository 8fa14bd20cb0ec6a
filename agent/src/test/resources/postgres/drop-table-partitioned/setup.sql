CREATE TABLE customers (id bigint PRIMARY KEY);
INSERT INTO customers SELECT n FROM generate_series(1, 50) AS n;
ALTER TABLE orders ADD COLUMN customer_id bigint CONSTRAINT orders_customer_fk REFERENCES customers,
  ADD CONSTRAINT orders_code_key UNIQUE (id, country, created_at);
ALTER TABLE orders ADD COLUMN number serial;
CREATE TABLE numbers (id int PRIMARY KEY);
INSERT INTO numbers SELECT n FROM generate_series(1, 2000) AS n;
ALTER TABLE orders_2025 ADD CONSTRAINT orders_2025_part_fk FOREIGN KEY (number) REFERENCES numbers;
