CREATE TYPE mood AS ENUM ('sad', 'it''s ok');
CREATE SCHEMA sales;
CREATE TYPE sales."Kind" AS ENUM ();
CREATE TABLE orders (id bigint PRIMARY KEY, mood mood);
INSERT INTO orders SELECT n, 'sad' FROM generate_series(1, 500) AS n;
