CREATE TABLE lines (id bigint NOT NULL, order_id bigint, country text, created_at date, PRIMARY KEY (id)) PARTITION BY RANGE (id);
CREATE TABLE lines_low PARTITION OF lines FOR VALUES FROM (MINVALUE) TO (500);
CREATE TABLE lines_high PARTITION OF lines FOR VALUES FROM (500) TO (MAXVALUE) PARTITION BY RANGE (id);
CREATE TABLE lines_middle PARTITION OF lines_high FOR VALUES FROM (500) TO (1500);
CREATE TABLE lines_top PARTITION OF lines_high DEFAULT;
CREATE INDEX lines_order ON lines (order_id, created_at, country);
CREATE TABLE lines_order_id_created_at_country_fkey (id int CONSTRAINT lines_order_id_created_at_country_fkey CHECK (id > 0));
INSERT INTO lines SELECT id, id, country, created_at FROM orders;
