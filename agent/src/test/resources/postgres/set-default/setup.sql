CREATE TABLE orders (id bigint PRIMARY KEY, region varchar(8) DEFAULT 'eu', note text);
INSERT INTO orders SELECT n, 'eu' FROM generate_series(1, 500) AS n;
