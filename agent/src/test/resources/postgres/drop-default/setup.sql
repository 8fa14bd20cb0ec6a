CREATE TABLE orders (id serial PRIMARY KEY, region varchar(8) NOT NULL DEFAULT 'eu');
INSERT INTO orders (region) SELECT 'eu' FROM generate_series(1, 500) AS n;
