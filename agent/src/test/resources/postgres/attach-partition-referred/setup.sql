CREATE TABLE orders_rest PARTITION OF orders DEFAULT;
CREATE TABLE orders_2023 (id bigint NOT NULL, placed date NOT NULL, note text);
INSERT INTO orders_2023 (id, placed) SELECT n, date '2023-01-01' + n % 300 FROM generate_series(1, 1000) AS n;
