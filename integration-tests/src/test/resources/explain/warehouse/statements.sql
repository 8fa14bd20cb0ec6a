ALTER TABLE articles ADD COLUMN code text DEFAULT next_code()
ALTER TABLE articles ADD COLUMN vat_amount numeric DEFAULT vat(100)
ALTER TABLE articles ADD COLUMN vat_amount numeric GENERATED ALWAYS AS (vat(price)) STORED
ALTER TABLE articles ADD COLUMN vat_amount numeric GENERATED ALWAYS AS (vat(price, 0.07)) STORED
ALTER TABLE articles ADD COLUMN net numeric GENERATED ALWAYS AS (price_vat - price) STORED
ALTER TABLE articles ADD COLUMN g text GENERATED ALWAYS AS (created::text) STORED
ALTER TABLE articles ADD COLUMN g text GENERATED ALWAYS AS ((created AT TIME ZONE 'UTC')::date::text) STORED
ALTER TABLE articles ADD COLUMN g text GENERATED ALWAYS AS (to_char(created, 'YYYY')) STORED
ALTER TABLE articles ADD COLUMN g int GENERATED ALWAYS AS (cardinality(tags)) STORED
ALTER TABLE articles ADD COLUMN g int GENERATED ALWAYS AS ((dims).w * (dims).h) STORED
ALTER TABLE articles ADD COLUMN g text GENERATED ALWAYS AS (attrs ->> 'lang') STORED
ALTER TABLE articles ADD COLUMN g boolean GENERATED ALWAYS AS (price > 10 AND unit = 'kg') STORED
ALTER TABLE articles ADD COLUMN d size_mm DEFAULT ROW(1,2,3)::size_mm
ALTER TABLE articles ADD COLUMN d size_mm DEFAULT '(1,2,3)'
ALTER TABLE articles ADD COLUMN p pct DEFAULT 5
ALTER TABLE articles ADD COLUMN p pct
ALTER TABLE articles ADD COLUMN s sku
ALTER TABLE articles ADD COLUMN u unit[] DEFAULT ARRAY['kg']::unit[]
ALTER TABLE articles ADD COLUMN u unit[] DEFAULT '{kg,l}'
ALTER TABLE articles ADD COLUMN w timestamp DEFAULT CURRENT_TIMESTAMP::timestamp
ALTER TABLE articles ADD COLUMN w timestamp DEFAULT '2026-01-01'::timestamptz
ALTER TABLE articles ADD COLUMN w date DEFAULT CURRENT_DATE + 7
ALTER TABLE articles ADD COLUMN w text DEFAULT concat('a', 'b')
ALTER TABLE articles ADD COLUMN w text DEFAULT format('%s', 1)
ALTER TABLE articles ADD COLUMN w uuid DEFAULT md5('x')::uuid
ALTER TABLE articles ADD COLUMN w int DEFAULT CASE WHEN random() > 0.5 THEN 1 ELSE 0 END
ALTER TABLE articles ADD COLUMN w int DEFAULT CASE WHEN true THEN 1 ELSE 0 END
ALTER TABLE articles ADD COLUMN w int DEFAULT coalesce(NULL, 3)
ALTER TABLE articles ADD COLUMN w int DEFAULT greatest(1, 2)
ALTER TABLE articles ADD COLUMN w int DEFAULT length('abc') + 1
ALTER TABLE articles ADD COLUMN w int DEFAULT (extract(year FROM now()))::int
ALTER TABLE articles ADD COLUMN w int DEFAULT -1
ALTER TABLE articles ADD COLUMN w int DEFAULT pg_backend_pid()
ALTER TABLE articles ADD COLUMN w text DEFAULT session_user
ALTER TABLE articles ADD COLUMN w text DEFAULT array_to_string(ARRAY['a','b'], ',')
ALTER TABLE articles ADD COLUMN w int4range DEFAULT int4range(1, 5)
ALTER TABLE articles ADD COLUMN w bigint DEFAULT nextval('shared_seq') NOT NULL UNIQUE
ALTER TABLE articles ADD COLUMN w bigint DEFAULT setseed(0.5)
ALTER TABLE articles ADD COLUMN w int CHECK (w > 0) DEFAULT 1, ADD COLUMN x int UNIQUE
ALTER TABLE articles ADD COLUMN w int, ADD UNIQUE (w), ADD CHECK (w > 0)
ALTER TABLE articles ADD COLUMN w int REFERENCES sites
ALTER TABLE articles ADD COLUMN w smallint REFERENCES sites (code)
ALTER TABLE articles ADD COLUMN w char(3) REFERENCES sites (code) ON UPDATE CASCADE
ALTER TABLE articles ADD COLUMN w smallint DEFAULT 1 REFERENCES sites, DROP COLUMN discount
ALTER TABLE articles ADD FOREIGN KEY (replaced_by) REFERENCES articles NOT VALID
ALTER TABLE articles ADD FOREIGN KEY (tags) REFERENCES cache (k)
ALTER TABLE cache ADD FOREIGN KEY (k) REFERENCES devices (name)
ALTER TABLE devices ADD FOREIGN KEY (name) REFERENCES cache
ALTER TABLE articles DROP COLUMN price
ALTER TABLE articles DROP COLUMN price CASCADE
ALTER TABLE articles DROP COLUMN price_vat
ALTER TABLE articles DROP COLUMN attrs
ALTER TABLE articles DROP COLUMN sku
ALTER TABLE articles DROP COLUMN title CASCADE
ALTER TABLE articles DROP COLUMN unit
ALTER TABLE articles DROP COLUMN replaced_by
ALTER TABLE articles DROP COLUMN id
ALTER TABLE articles DROP COLUMN tags, DROP COLUMN attrs, DROP COLUMN dims
ALTER TABLE articles ALTER COLUMN sku TYPE varchar(48)
ALTER TABLE articles ALTER COLUMN sku TYPE sku
ALTER TABLE articles ALTER COLUMN title TYPE text
ALTER TABLE articles ALTER COLUMN unit TYPE text
ALTER TABLE articles ALTER COLUMN unit TYPE varchar(10) USING unit::text
ALTER TABLE articles ALTER COLUMN price TYPE numeric(14,2)
ALTER TABLE articles ALTER COLUMN price TYPE money
ALTER TABLE articles ALTER COLUMN price_vat TYPE numeric(20,4)
ALTER TABLE articles ALTER COLUMN dims TYPE text
ALTER TABLE articles ALTER COLUMN discount TYPE numeric(5,2)
ALTER TABLE articles ALTER COLUMN discount TYPE numeric(6,2)
ALTER TABLE articles ALTER COLUMN attrs TYPE text
ALTER TABLE articles ALTER COLUMN attrs TYPE json USING CAST(attrs AS json)
ALTER TABLE articles ALTER COLUMN tags TYPE varchar(20)[]
ALTER TABLE articles ALTER COLUMN tags DROP DEFAULT, ALTER COLUMN tags TYPE jsonb USING to_jsonb(tags)
ALTER TABLE articles ALTER COLUMN replaced_by TYPE integer
ALTER TABLE articles ALTER COLUMN created TYPE timestamptz(3)
ALTER TABLE articles ALTER COLUMN created TYPE date USING created::date
ALTER TABLE articles ALTER COLUMN created TYPE timestamp
ALTER TABLE articles ALTER COLUMN id TYPE numeric
ALTER TABLE articles ALTER COLUMN id SET GENERATED BY DEFAULT SET START 5 RESTART
ALTER TABLE articles ALTER COLUMN id DROP IDENTITY, ALTER COLUMN id SET DEFAULT nextval('shared_seq')
ALTER TABLE articles ALTER COLUMN price SET NOT NULL
ALTER TABLE articles ALTER COLUMN price_vat SET NOT NULL
ALTER TABLE articles ALTER COLUMN price SET DEFAULT 'x'
ALTER TABLE articles ALTER COLUMN unit SET DEFAULT 'kilo'
ALTER TABLE articles ALTER COLUMN tags SET DEFAULT ARRAY[]::text[]
ALTER TABLE articles ALTER COLUMN sku SET DEFAULT 'lower'
ALTER TABLE articles DROP CONSTRAINT price_ok, ADD CONSTRAINT price_ok CHECK (price > 0)
ALTER TABLE articles DROP CONSTRAINT articles_sku_key
ALTER TABLE articles DROP CONSTRAINT articles_pkey
ALTER TABLE articles DROP CONSTRAINT articles_replaced_fk, DROP CONSTRAINT articles_sku_key
ALTER TABLE articles ADD CONSTRAINT u UNIQUE (sku, title)
ALTER TABLE articles ADD CONSTRAINT u UNIQUE NULLS NOT DISTINCT (replaced_by)
ALTER TABLE articles ADD PRIMARY KEY (sku)
ALTER TABLE articles RENAME COLUMN price TO net_price
ALTER TABLE articles RENAME CONSTRAINT articles_sku_key TO s
ALTER TABLE articles RENAME TO products
ALTER TABLE articles DISABLE TRIGGER articles_changed
ALTER TABLE articles ENABLE ALWAYS TRIGGER articles_changed
ALTER TABLE articles DISABLE TRIGGER USER
ALTER TABLE articles ALTER COLUMN price SET STATISTICS -1
ALTER TABLE articles ALTER COLUMN title SET STORAGE plain
ALTER TABLE stock ALTER COLUMN qty TYPE numeric
ALTER TABLE stock ALTER COLUMN qty TYPE bigint
ALTER TABLE stock ALTER COLUMN min_qty SET NOT NULL
ALTER TABLE stock VALIDATE CONSTRAINT min_given
ALTER TABLE stock DROP CONSTRAINT min_given
ALTER TABLE stock ALTER COLUMN article TYPE integer
ALTER TABLE stock ALTER COLUMN site TYPE integer
ALTER TABLE stock ALTER COLUMN counted_at TYPE timestamp(3)
ALTER TABLE stock ALTER COLUMN counted_at TYPE timestamptz(0)
ALTER TABLE stock ALTER COLUMN batch TYPE bigint[]
ALTER TABLE stock ALTER COLUMN batch TYPE integer[]
ALTER TABLE stock DROP CONSTRAINT stock_pkey
ALTER TABLE stock DROP CONSTRAINT stock_pkey CASCADE
ALTER TABLE stock DROP COLUMN qty
ALTER TABLE stock DROP COLUMN qty CASCADE
ALTER TABLE stock DROP COLUMN article
ALTER TABLE stock DROP COLUMN counted_at
ALTER TABLE stock SET (fillfactor = 100)
ALTER TABLE stock RESET (fillfactor, autovacuum_enabled)
ALTER TABLE stock ADD CONSTRAINT q CHECK (qty >= 0) NOT VALID, VALIDATE CONSTRAINT min_given
ALTER TABLE stock ADD CONSTRAINT f FOREIGN KEY (site, article) REFERENCES moves_2 (site, article)
ALTER TABLE stock ADD COLUMN u uuid DEFAULT gen_random_uuid(), ADD PRIMARY KEY (u)
ALTER TABLE moves ADD COLUMN note text
ALTER TABLE moves ADD COLUMN note text DEFAULT clock_timestamp()::text
ALTER TABLE moves ADD COLUMN note text NOT NULL
ALTER TABLE moves ADD CONSTRAINT c CHECK (delta < 1000)
ALTER TABLE moves ADD CONSTRAINT c CHECK (delta < 1000) NOT VALID
ALTER TABLE moves_1 ADD CONSTRAINT c CHECK (delta < 1000)
ALTER TABLE moves ADD PRIMARY KEY (id, site, moved)
ALTER TABLE moves ADD UNIQUE (site, moved)
ALTER TABLE moves ADD UNIQUE (id)
ALTER TABLE moves ADD PRIMARY KEY (id, site)
ALTER TABLE moves ADD FOREIGN KEY (site) REFERENCES sites
ALTER TABLE moves_2 ADD FOREIGN KEY (site) REFERENCES sites
ALTER TABLE moves ALTER COLUMN delta TYPE numeric(20,5)
ALTER TABLE moves ALTER COLUMN moved TYPE timestamp
ALTER TABLE moves ALTER COLUMN reason TYPE varchar
ALTER TABLE moves ALTER COLUMN reason TYPE varchar(99)
ALTER TABLE moves ALTER COLUMN reason SET NOT NULL
ALTER TABLE moves_1 ALTER COLUMN reason SET NOT NULL
ALTER TABLE moves ALTER COLUMN id DROP NOT NULL
ALTER TABLE moves_2 ALTER COLUMN id DROP NOT NULL
ALTER TABLE moves DROP COLUMN reason
ALTER TABLE moves DROP COLUMN delta
ALTER TABLE moves DROP CONSTRAINT moves_site_article_fkey
ALTER TABLE moves DROP CONSTRAINT moves_delta_check
ALTER TABLE moves_2 DROP CONSTRAINT moves_delta_check
ALTER TABLE moves DETACH PARTITION moves_2
ALTER TABLE moves DETACH PARTITION moves_1
ALTER TABLE moves_1 DETACH PARTITION moves_1_old
ALTER TABLE moves ATTACH PARTITION moves_1_old FOR VALUES IN (9)
ALTER TABLE moves ATTACH PARTITION cache FOR VALUES IN (9)
CREATE TABLE moves_9 PARTITION OF moves FOR VALUES IN (9)
CREATE TABLE moves_9 PARTITION OF moves FOR VALUES IN (2)
CREATE TABLE moves_9 PARTITION OF moves DEFAULT
CREATE TABLE moves_9 PARTITION OF moves FOR VALUES IN (9) PARTITION BY HASH (article)
CREATE TABLE moves_1_mid PARTITION OF moves_1 FOR VALUES FROM ('2025-06-01') TO ('2026-02-01')
CREATE TABLE moves_9 (LIKE moves INCLUDING ALL)
CREATE TABLE moves_9 (LIKE moves INCLUDING DEFAULTS EXCLUDING CONSTRAINTS, extra int)
CREATE INDEX ON moves (article, moved)
CREATE INDEX ON moves_1 (article)
CREATE INDEX ON ONLY moves_1 (article)
CREATE UNIQUE INDEX ON moves (id, site)
CREATE UNIQUE INDEX ON moves_2 (id, site)
DROP INDEX moves_moved_idx
DROP INDEX moves_1_old_moved_idx
DROP INDEX moves_2_id_idx
ALTER INDEX moves_moved_idx RENAME TO m2
DROP TABLE moves_1
DROP TABLE moves_2
DROP TABLE moves
TRUNCATE moves_1
TRUNCATE stock
TRUNCATE moves, stock
TRUNCATE articles CASCADE
DROP TABLE stock
DROP TABLE stock CASCADE
DROP TABLE sites
DROP TABLE articles
DROP TABLE devices, readings
DROP TABLE base_doc
DROP TABLE base_doc CASCADE
DROP TABLE memo_doc
ALTER TABLE base_doc ADD COLUMN lang text DEFAULT 'de'
ALTER TABLE base_doc ADD COLUMN author varchar(10)
ALTER TABLE base_doc ADD COLUMN author text
ALTER TABLE base_doc DROP COLUMN body
ALTER TABLE ONLY base_doc DROP COLUMN body
ALTER TABLE base_doc ALTER COLUMN doc_id TYPE bigint
ALTER TABLE base_doc ALTER COLUMN body SET NOT NULL
ALTER TABLE base_doc ADD CHECK (doc_id > 0)
ALTER TABLE base_doc ADD CHECK (doc_id > 0) NO INHERIT
ALTER TABLE base_doc ADD UNIQUE (body)
ALTER TABLE base_doc RENAME COLUMN body TO content
ALTER TABLE ONLY base_doc RENAME COLUMN body TO content
ALTER TABLE memo_doc RENAME COLUMN body TO content
ALTER TABLE memo_doc NO INHERIT base_doc
ALTER TABLE memo_doc ADD COLUMN x int, ALTER COLUMN body SET NOT NULL
ALTER TABLE invoice_doc ALTER COLUMN total TYPE numeric(10,2)
ALTER TABLE invoice_doc DROP CONSTRAINT invoice_doc_total_check
CREATE TABLE third_doc () INHERITS (base_doc, memo_doc)
CREATE INDEX ON base_doc (at)
ALTER TABLE devices ALTER COLUMN cfg TYPE jsonb
ALTER TABLE devices ALTER COLUMN cfg TYPE jsonb USING cfg::jsonb
ALTER TABLE devices ALTER COLUMN fw TYPE bit varying(32)
ALTER TABLE devices ALTER COLUMN fw TYPE bit varying(8)
ALTER TABLE devices ALTER COLUMN fw TYPE bit varying
ALTER TABLE devices ALTER COLUMN up TYPE interval
ALTER TABLE devices ALTER COLUMN up TYPE interval second(4)
ALTER TABLE devices ALTER COLUMN up TYPE interval day to second(4)
ALTER TABLE devices ALTER COLUMN ip TYPE cidr
ALTER TABLE devices ALTER COLUMN ip TYPE text
ALTER TABLE devices ALTER COLUMN mac TYPE macaddr8
ALTER TABLE devices ALTER COLUMN device TYPE text
ALTER TABLE devices ALTER COLUMN name TYPE varchar(40)
ALTER TABLE devices ALTER COLUMN site TYPE integer
ALTER TABLE devices DROP CONSTRAINT devices_name_key
ALTER TABLE devices DROP CONSTRAINT devices_pkey CASCADE
ALTER TABLE devices REPLICA IDENTITY DEFAULT, SET WITHOUT CLUSTER
ALTER TABLE devices REPLICA IDENTITY USING INDEX devices_name_key
CLUSTER devices
ALTER TABLE readings ALTER COLUMN value TYPE real
ALTER TABLE readings ALTER COLUMN value TYPE numeric
ALTER TABLE readings ALTER COLUMN device TYPE text
ALTER TABLE readings ALTER COLUMN at TYPE timestamp
ALTER TABLE readings ALTER COLUMN raw TYPE text USING encode(raw, 'base64')
ALTER TABLE readings VALIDATE CONSTRAINT value_sane
ALTER TABLE readings DROP CONSTRAINT readings_pkey, ADD PRIMARY KEY (at, device)
ALTER TABLE readings ADD CONSTRAINT again FOREIGN KEY (device) REFERENCES devices NOT VALID, VALIDATE CONSTRAINT value_sane
ALTER TABLE readings DROP CONSTRAINT readings_device_fkey
ALTER TABLE readings SET UNLOGGED
ALTER TABLE devices SET UNLOGGED
ALTER TABLE cache SET LOGGED
ALTER TABLE bookings DROP CONSTRAINT no_overlap
ALTER TABLE bookings ALTER COLUMN during TYPE tstzmultirange USING tstzmultirange(during)
ALTER TABLE bookings ALTER COLUMN room TYPE bigint
ALTER TABLE bookings ALTER COLUMN room TYPE text
ALTER TABLE bookings ADD EXCLUDE USING gist (who WITH =)
ALTER TABLE bookings ADD EXCLUDE (room WITH =)
ALTER TABLE bookings ADD EXCLUDE USING hash (room WITH =)
ALTER TABLE bookings DROP COLUMN cancelled
ALTER TABLE bookings DROP COLUMN who
CREATE INDEX ON bookings USING gist (room, during)
CREATE INDEX ON bookings USING gist (who gist_text_ops)
CREATE INDEX ON articles USING gin (title gin_trgm_ops)
CREATE INDEX ON articles (price, (price * 2), lower(title))
CREATE INDEX ON articles ((unit::text))
CREATE INDEX ON articles ((CASE WHEN price > 10 THEN 'a' ELSE 'b' END))
CREATE INDEX ON articles (coalesce(discount, 0))
CREATE INDEX ON articles (((dims).w))
CREATE INDEX ON articles ((tags[1]))
CREATE INDEX ON articles (vat(price))
CREATE INDEX ON articles ((created::date))
CREATE INDEX ON articles ((created AT TIME ZONE 'Europe/Berlin'))
CREATE INDEX ON articles ((extract(year FROM created)))
CREATE INDEX ON articles ((extract(epoch FROM created)))
CREATE INDEX ON articles USING brin (created timestamptz_minmax_multi_ops)
CREATE INDEX ON articles USING brin (created) WITH (pages_per_range = 4)
CREATE INDEX ON articles USING hash (sku)
CREATE INDEX ON articles (title COLLATE "C" text_pattern_ops DESC NULLS LAST)
CREATE INDEX ON articles (title COLLATE "nosuch")
CREATE INDEX ON articles (price COLLATE "C")
CREATE INDEX ON articles (attrs)
CREATE INDEX ON articles (dims)
CREATE INDEX ON articles (ctid)
CREATE INDEX ON articles (xmin)
CREATE INDEX ON articles (tableoid)
CREATE INDEX ON articles (nosuch)
CREATE INDEX ON nosuch (id)
CREATE INDEX ON article_list (id)
CREATE INDEX ON per_site ((total + 1))
CREATE INDEX articles_title_idx ON articles (id)
CREATE UNIQUE INDEX ON articles (sku) INCLUDE (title, price) WITH (fillfactor = 80) WHERE discount IS NULL
CREATE INDEX ON articles (id) WHERE count(*) > 1
CREATE INDEX ON articles (id) WHERE price
CREATE INDEX ON articles (sum(price))
CREATE INDEX ON sites USING gist (geo)
CREATE INDEX ON sites (geo)
CREATE UNIQUE INDEX ON sites USING gist (geo)
CREATE INDEX ON devices USING spgist (ip)
CREATE INDEX ON devices USING spgist (name)
CREATE INDEX ON devices USING gist (ip inet_ops)
CREATE INDEX ON "Mixed Case" ("The Value")
CREATE INDEX ON "Mixed Case" (lower("The Value"))
ALTER TABLE "Mixed Case" ALTER COLUMN "The Value" TYPE varchar(20)
ALTER TABLE "Mixed Case" ALTER COLUMN "Id" TYPE bigint
ALTER TABLE "Mixed Case" ADD COLUMN "New Col" int DEFAULT 3
ALTER TABLE "Mixed Case" RENAME TO lower
ALTER TABLE mixed RENAME TO lower
DROP TABLE "Mixed Case"
ALTER SEQUENCE "Mixed Case_Id_seq" AS bigint
ALTER SEQUENCE articles_id_seq RESTART
ALTER SEQUENCE shared_seq RENAME TO s2
DROP SEQUENCE articles_id_seq
DROP SEQUENCE shared_seq
CREATE VIEW v AS SELECT a.*, s.qty FROM articles a, stock s WHERE s.article = a.id
CREATE VIEW v AS SELECT sku FROM articles UNION SELECT code FROM sites
CREATE VIEW v AS SELECT site, avg(qty) OVER (PARTITION BY site) FROM stock
CREATE VIEW v AS SELECT x.n FROM (SELECT id AS n FROM articles) x
CREATE VIEW v AS SELECT * FROM generate_series(1, 3) g
CREATE VIEW v AS SELECT * FROM cheap c JOIN per_site p ON true
CREATE VIEW v AS SELECT 1 AS a, 2 AS a
CREATE VIEW v AS SELECT id FROM articles FOR UPDATE
CREATE VIEW v AS SELECT array_agg(DISTINCT sku ORDER BY sku) FILTER (WHERE price > 1) AS skus FROM articles
CREATE OR REPLACE VIEW cheap AS SELECT * FROM article_list WHERE qty > 1
CREATE OR REPLACE VIEW cheap AS SELECT id, sku, title FROM article_list
CREATE OR REPLACE VIEW editable AS SELECT site_no, label, opened FROM sites
CREATE OR REPLACE VIEW editable AS SELECT site_no::int, label FROM sites
DROP VIEW article_list
DROP VIEW article_list, cheap
DROP VIEW cheap RESTRICT
DROP MATERIALIZED VIEW per_site
DROP INDEX per_site_uq
REFRESH MATERIALIZED VIEW per_site
REFRESH MATERIALIZED VIEW CONCURRENTLY per_site
REFRESH MATERIALIZED VIEW per_site WITH NO DATA
ALTER MATERIALIZED VIEW per_site RENAME TO by_site
ALTER MATERIALIZED VIEW per_site ALTER COLUMN total SET STATISTICS 5
ALTER MATERIALIZED VIEW per_site CLUSTER ON per_site_uq
ALTER MATERIALIZED VIEW per_site SET (fillfactor = 50)
CLUSTER per_site USING per_site_uq
ALTER VIEW editable ALTER COLUMN label SET DEFAULT 'x'
ALTER VIEW editable RENAME COLUMN label TO l
UPDATE editable SET label = 'x'
DELETE FROM article_list
INSERT INTO moves_2 SELECT * FROM moves_2
DELETE FROM base_doc
DELETE FROM ONLY base_doc
UPDATE articles SET price = price * 2 FROM stock WHERE stock.article = articles.id
INSERT INTO articles (sku) VALUES ('A') ON CONFLICT ON CONSTRAINT articles_sku_key DO NOTHING
INSERT INTO articles (sku) VALUES ('A') RETURNING id
INSERT INTO articles (id, sku) OVERRIDING SYSTEM VALUE VALUES (1, 'A')
INSERT INTO articles (nosuch) VALUES (1)
INSERT INTO sites SELECT * FROM sites
SELECT * FROM articles a WHERE EXISTS (SELECT 1 FROM stock s WHERE s.article = a.id) FOR NO KEY UPDATE
SELECT * FROM articles JOIN stock ON true FOR UPDATE OF articles
SELECT * FROM articles WHERE id IN (SELECT article FROM stock) ORDER BY id LIMIT 5
WITH RECURSIVE r AS (SELECT id FROM articles UNION ALL SELECT a.replaced_by FROM articles a JOIN r USING (id)) SELECT * FROM r
WITH x AS (UPDATE stock SET qty = 0 RETURNING *) SELECT count(*) FROM x
EXPLAIN SELECT * FROM articles
EXPLAIN (ANALYZE, BUFFERS) UPDATE stock SET qty = qty
EXPLAIN VERBOSE DELETE FROM cache
COPY cache (k) FROM '/dev/null'
COPY cache TO '/dev/null'
COPY (SELECT k FROM cache) TO '/dev/null'
COPY moves TO '/dev/null'
COPY cache (nosuch) FROM '/dev/null'
ALTER TYPE unit ADD VALUE 'm' BEFORE 'l'
ALTER TYPE unit RENAME TO units
ALTER TYPE size_mm ADD ATTRIBUTE x int
ALTER TYPE size_mm DROP ATTRIBUTE d
ALTER TYPE size_mm RENAME ATTRIBUTE w TO width
ALTER TYPE size_mm ALTER ATTRIBUTE w TYPE bigint
DROP TYPE size_mm
DROP TYPE unit CASCADE
ALTER DOMAIN sku ADD CONSTRAINT short CHECK (length(VALUE) < 20)
ALTER DOMAIN sku DROP CONSTRAINT sku_check
ALTER DOMAIN sku SET NOT NULL
ALTER DOMAIN pct ADD CHECK (VALUE < 99) NOT VALID
DROP DOMAIN pct CASCADE
DROP FUNCTION vat(numeric, numeric)
DROP FUNCTION vat
DROP FUNCTION next_code() CASCADE
DROP FUNCTION notify_change()
CREATE EXTENSION btree_gist
CREATE TRIGGER t BEFORE INSERT ON moves FOR EACH ROW EXECUTE FUNCTION notify_change()
CREATE TRIGGER t AFTER DELETE ON moves_1 FOR EACH ROW EXECUTE FUNCTION notify_change()
CREATE TRIGGER t AFTER DELETE ON stock REFERENCING OLD TABLE AS o FOR EACH STATEMENT EXECUTE FUNCTION notify_change()
CREATE TRIGGER t AFTER UPDATE ON stock FOR EACH ROW WHEN (OLD.qty > NEW.qty) EXECUTE FUNCTION notify_change()
CREATE TRIGGER t AFTER UPDATE ON stock FOR EACH ROW WHEN (OLD.nosuch > 1) EXECUTE FUNCTION notify_change()
DROP TRIGGER moves_changed ON moves
DROP TRIGGER moves_changed ON moves_2
DROP TRIGGER stock_changed ON stock
ALTER TRIGGER moves_changed ON moves RENAME TO m
CREATE PUBLICATION pub FOR TABLE articles, moves
CREATE PUBLICATION pub FOR TABLE ONLY base_doc
CREATE PUBLICATION pub FOR TABLE base_doc
CREATE PUBLICATION pub FOR TABLE cache
CREATE PUBLICATION pub FOR TABLE editable
CREATE RULE r AS ON UPDATE TO editable DO INSTEAD UPDATE sites SET label = NEW.label WHERE site_no = OLD.site_no
CREATE RULE r AS ON SELECT TO cache DO INSTEAD SELECT 1
CREATE POLICY p ON stock USING (site IN (SELECT site_no FROM sites))
CREATE POLICY p ON stock FOR INSERT WITH CHECK (qty > 0)
CREATE POLICY p ON stock FOR SELECT WITH CHECK (qty > 0)
ALTER TABLE stock ENABLE ROW LEVEL SECURITY
REINDEX TABLE moves_2
REINDEX TABLE moves
REINDEX INDEX articles_attrs_idx
VACUUM articles
ANALYZE moves
ANALYZE articles (price, title)
LOCK TABLE cheap
LOCK TABLE moves IN EXCLUSIVE MODE
COMMENT ON MATERIALIZED VIEW per_site IS 'x'
COMMENT ON DOMAIN sku IS 'x'
COMMENT ON COLUMN article_list.qty IS 'x'
GRANT ALL ON TABLE articles TO PUBLIC
GRANT SELECT ON ALL SEQUENCES IN SCHEMA public TO PUBLIC
CREATE STATISTICS s ON (price * 2), title FROM articles
CREATE STATISTICS s ON price FROM articles
DROP STATISTICS stock_st
ALTER STATISTICS stock_st RENAME TO st
CREATE TABLE n (a int, b int GENERATED ALWAYS AS (a + 1) STORED, PRIMARY KEY (b))
CREATE TABLE n (a int PRIMARY KEY, b int UNIQUE REFERENCES n (a), c int REFERENCES n (b))
CREATE TABLE n (a int DEFAULT nosuch())
CREATE TABLE n (a int CHECK (b > 0))
CREATE TABLE n (a int CHECK (a > 0) CHECK (a < 9) NOT NULL UNIQUE PRIMARY KEY)
CREATE TABLE n (a sku PRIMARY KEY REFERENCES articles (sku))
CREATE TABLE n (a bigint REFERENCES articles, b smallint REFERENCES sites (site_no) ON DELETE CASCADE)
CREATE TABLE n (a int, b int, FOREIGN KEY (a, b) REFERENCES stock)
CREATE TABLE n (a int, FOREIGN KEY (a) REFERENCES stock)
CREATE TABLE n (a int) PARTITION BY RANGE (b)
CREATE TABLE n (a int PRIMARY KEY, b int) PARTITION BY RANGE (b)
CREATE TABLE n (a int, b text) PARTITION BY HASH (a, lower(b))
CREATE TABLE n AS SELECT a.id, s.qty FROM articles a JOIN stock s ON s.article = a.id
CREATE TABLE n OF size_mm
CREATE TABLE n OF size_mm (PRIMARY KEY (w), h WITH OPTIONS NOT NULL)
CREATE TABLE n () INHERITS (nosuch)
CREATE TABLE n (LIKE article_list)
CREATE TABLE n (LIKE per_site INCLUDING INDEXES)
