CREATE TABLE customers (id bigint PRIMARY KEY);
CREATE TABLE parts (id bigint PRIMARY KEY);
CREATE TABLE orders (
  id serial PRIMARY KEY,
  number bigint GENERATED ALWAYS AS IDENTITY,
  customer_id bigint REFERENCES customers,
  part bigint REFERENCES parts,
  parent int REFERENCES orders,
  amount int CHECK (amount > 0),
  half int GENERATED ALWAYS AS (amount / 2) STORED
);
CREATE INDEX orders_amount_idx ON orders (amount);
CREATE FUNCTION remember() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER remember BEFORE INSERT ON orders FOR EACH ROW EXECUTE FUNCTION remember();
CREATE POLICY own ON orders USING (amount > 1);
CREATE STATISTICS orders_stats ON amount, part FROM orders;
INSERT INTO customers VALUES (1);
INSERT INTO orders (customer_id, amount) SELECT 1, n FROM generate_series(1, 500) AS n;
