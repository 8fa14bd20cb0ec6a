CREATE TABLE orders (id char(3) PRIMARY KEY, country varchar(2) NOT NULL, region varchar(20) NULL);
INSERT INTO orders VALUES ('a', 'DE', 'xx'), ('b', 'US', NULL), ('c', 'FR', NULL), ('d', 'FR', NULL);
