CREATE TABLE orders (
  id integer GENERATED ALWAYS AS IDENTITY (START WITH 100 INCREMENT BY 5) PRIMARY KEY,
  "Parent" integer REFERENCES orders,
  CONSTRAINT orders_id_positive CHECK (id > 0)
);
CREATE INDEX orders_parent_idx ON orders ("Parent");
INSERT INTO orders ("Parent") SELECT CASE WHEN n > 1 THEN 95 + 5 * (n / 2) END FROM generate_series(1, 300) AS n;
