CREATE TABLE lines (
  id bigint, country text, created_at date,
  CONSTRAINT lines_order_fk FOREIGN KEY (id, created_at, country) REFERENCES orders
);
