CREATE TABLE orders (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  code varchar(12) COLLATE "C" NOT NULL DEFAULT 'none' UNIQUE,
  number integer NOT NULL,
  CONSTRAINT orders_code_short CHECK (length(code) < 10),
  CONSTRAINT orders_code_number CHECK (code <> 'x' OR number > 0) NOT VALID
);
CREATE INDEX orders_code_idx ON orders (code, number);
COMMENT ON COLUMN orders.code IS 'What people say';
INSERT INTO orders (code, number) SELECT 'c' || n, n FROM generate_series(1, 2000) AS n;
