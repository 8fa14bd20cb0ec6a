CREATE TABLE orders (id integer PRIMARY KEY, "Code" text COLLATE "C" NOT NULL DEFAULT 'none' UNIQUE);
INSERT INTO orders SELECT n, 'c' || n FROM generate_series(1, 300) AS n;
