CREATE TABLE orders (region text NOT NULL, number int NOT NULL, amount int);
INSERT INTO orders SELECT 'eu', n, n FROM generate_series(1, 500) AS n;
