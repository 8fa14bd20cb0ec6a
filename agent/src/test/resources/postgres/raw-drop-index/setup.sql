CREATE TABLE orders (id integer PRIMARY KEY, code uuid DEFAULT (md5(random()::text || clock_timestamp())::uuid), amount integer);
CREATE UNIQUE INDEX orders_code_key ON orders (code);
CREATE INDEX "orders amount" ON orders (amount);
INSERT INTO orders (id, amount) SELECT n, n FROM generate_series(1, 30) AS n;
