CREATE TABLE customers (id bigint PRIMARY KEY);
CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint CONSTRAINT fk REFERENCES customers, code text CONSTRAINT u UNIQUE, amount int CONSTRAINT c CHECK (amount > 0));
INSERT INTO orders SELECT n, NULL, n, n FROM generate_series(1, 500) AS n;
