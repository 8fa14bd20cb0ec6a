-- names that are words of SQL
TRUNCATE "user" CASCADE
ALTER TABLE "user" ADD COLUMN position text
CREATE INDEX ON "user" ("order") INCLUDE ("order")
-- of two keys over the same column one is made
TRUNCATE twice
ALTER TABLE twice ALTER COLUMN at TYPE text
-- a foreign key that a part has already
ALTER TABLE g ADD FOREIGN KEY (x) REFERENCES "user"
ALTER TABLE p ATTACH PARTITION q FOR VALUES FROM (10) TO (20)
ALTER TABLE w ADD FOREIGN KEY (id) REFERENCES w1
ALTER TABLE empty ADD FOREIGN KEY (x) REFERENCES "user"
-- what recurses, and what does not
ALTER TABLE w ALTER COLUMN id SET NOT NULL
ALTER TABLE w ALTER COLUMN n SET (n_distinct = 5)
ALTER TABLE w DROP COLUMN IF EXISTS absent
ALTER TABLE w DISABLE TRIGGER ALL
ALTER INDEX lower_n ALTER COLUMN 1 SET STATISTICS 100
-- the bounds of a partition that is partitioned itself
SELECT * FROM w2
DELETE FROM w2
ALTER TABLE a ADD FOREIGN KEY (x) REFERENCES w2 (id)
-- partitioned tables that refer to partitioned tables
CREATE TABLE w4 PARTITION OF w FOR VALUES FROM (20) TO (30)
CREATE TABLE r2 PARTITION OF r FOR VALUES FROM (10) TO (20)
-- partitions that cannot be
ALTER TABLE w ATTACH PARTITION w FOR VALUES FROM (40) TO (50)
ALTER TABLE h ATTACH PARTITION stranger FOR VALUES WITH (MODULUS 4, REMAINDER 4)
-- defaults behind a view
INSERT INTO few DEFAULT VALUES
INSERT INTO few VALUES ('a', '2026-01-01')
-- conversions that there are not
ALTER TABLE a ALTER COLUMN born TYPE bigint USING born::bigint
ALTER TABLE a ALTER COLUMN span TYPE timestamptz USING span AT TIME ZONE 'UTC'
ALTER TABLE a ALTER COLUMN p TYPE json USING row_to_json(p)
ALTER TABLE a ADD COLUMN more mood COLLATE "C"
-- other kinds of things
SELECT * FROM twice_pkey
GRANT USAGE ON SEQUENCE twice TO PUBLIC
CREATE TYPE twice_pkey AS ENUM ('x')
CREATE TYPE twice_pkey AS (x integer)
ALTER TYPE mood SET SCHEMA public
ALTER TABLE w RESET (fillfactor)
ALTER TABLE a RESET (absent_option)
ALTER TABLE w SET WITHOUT CLUSTER
ALTER TABLE twice REPLICA IDENTITY USING INDEX twice_pkey
ALTER TABLE twice ADD CONSTRAINT k PRIMARY KEY USING INDEX twice_pkey
ALTER TABLE a ALTER COLUMN y ADD GENERATED ALWAYS AS IDENTITY
ALTER TABLE twice CLUSTER ON twice_pkey, ALTER COLUMN at SET NOT NULL
CREATE TABLE heir () INHERITS (a, a)
-- rows that are published and cannot be found
UPDATE lost SET n = 'x'
DELETE FROM lost WHERE id = 1
DELETE FROM seen
UPDATE l SET n = 'x'
UPDATE kept SET n = 'x'
DELETE FROM whole_row
UPDATE added SET n = 'x'
INSERT INTO lost VALUES (1, 'a')
ALTER PUBLICATION adds SET (publish = 'insert, update')
-- which of several reasons comes first
CREATE PUBLICATION more FOR TABLE twice_pkey
COMMENT ON COLUMN twice_pkey.absent IS 'x'
COMMENT ON COLUMN twice_pkey.id IS 'x'
COMMENT ON COLUMN twice_id_seq.last_value IS 'x'
ALTER TABLE below ALTER COLUMN a TYPE bigint, DROP COLUMN absent
ALTER TABLE ONLY above ALTER COLUMN b TYPE integer
ALTER TABLE ONLY above ADD COLUMN a integer
ALTER TABLE ONLY above ADD COLUMN x absent_type
ALTER TABLE a ALTER COLUMN x TYPE text USING x::text, ALTER COLUMN x TYPE date
ALTER TABLE a DROP COLUMN absent, ADD CHECK (x > 0) DEFERRABLE
ALTER TABLE stranger INHERIT w1
ALTER TABLE w1 DROP COLUMN absent, INHERIT above
INSERT INTO numbered (id) SELECT x FROM a
INSERT INTO numbered (id) SELECT absent FROM a
ALTER SEQUENCE numbered_id_seq OWNED BY app.elsewhere.id
