CREATE TABLE shops (id bigint, name text, area int NOT NULL, PRIMARY KEY (id, area)) PARTITION BY HASH (id, area);
CREATE TABLE shops_0 PARTITION OF shops FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE shops_1 (id bigint NOT NULL, name text, area int NOT NULL);
INSERT INTO shops_1 SELECT n, 'shop ' || n, n % 7 FROM generate_series(1, 500) AS n WHERE satisfies_hash_partition('shops'::regclass, 2, 1, n::bigint, n % 7);
