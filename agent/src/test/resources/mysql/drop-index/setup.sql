CREATE TABLE customers (id bigint PRIMARY KEY);
CREATE TABLE orders (
  id bigint PRIMARY KEY,
  customer bigint NOT NULL,
  KEY orders_customer_idx (customer),
  KEY orders_customer_id_idx (customer, id),
  CONSTRAINT orders_customer_fk FOREIGN KEY (customer) REFERENCES customers (id)
);
