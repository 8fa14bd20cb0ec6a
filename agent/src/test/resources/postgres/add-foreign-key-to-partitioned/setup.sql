CREATE TABLE lines (id bigint PRIMARY KEY, order_id bigint, country text, created_at date);
CREATE INDEX lines_order ON lines (order_id, created_at, country);
CREATE TABLE lines_order_id_created_at_country_fkey (id int CONSTRAINT lines_order_id_created_at_country_fkey CHECK (id > 0));
INSERT INTO lines SELECT id, id, country, created_at FROM orders;
