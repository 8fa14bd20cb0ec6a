CREATE TABLE orders_rest PARTITION OF orders DEFAULT;
INSERT INTO orders (id, placed) SELECT n, date '2030-01-01' + n % 100 FROM generate_series(1, 500) AS n;
ALTER TABLE orders ADD COLUMN due date;
CREATE TABLE notes (id bigint PRIMARY KEY, placed date NOT NULL, id_of bigint NOT NULL, CONSTRAINT notes_order_fk FOREIGN KEY (id_of, placed) REFERENCES orders);
