CREATE TABLE orders (id bigint PRIMARY KEY, region text NOT NULL, amount int NOT NULL);
INSERT INTO orders SELECT n, 'eu', n FROM generate_series(1, 500) AS n;
