CREATE TABLE orders (id bigint PRIMARY KEY, country text NOT NULL, region varchar(8));
INSERT INTO orders SELECT n, (ARRAY['DE', 'FR', 'US'])[n % 3 + 1], (ARRAY[NULL, '', 'eu', 'us'])[n % 4 + 1] FROM generate_series(1, 500) AS n;
