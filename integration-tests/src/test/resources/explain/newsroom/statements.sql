-- views
CREATE OR REPLACE VIEW cms.live_nodes AS SELECT node_id, slug, title, author, published, views, lang FROM cms.nodes WHERE published <= now()
CREATE OR REPLACE VIEW cms.live_nodes AS SELECT node_id, slug, title FROM cms.nodes
CREATE OR REPLACE VIEW cms.live_nodes (id, slug, title, author, published, views) AS SELECT node_id, slug, title, author, published, views FROM cms.nodes
CREATE OR REPLACE VIEW cms.live_articles AS SELECT node_id, title::text FROM cms.live_nodes
CREATE OR REPLACE VIEW cms.live_articles AS SELECT node_id::bigint, title FROM cms.live_nodes WHERE views > 100 LIMIT 5
CREATE OR REPLACE VIEW cms.latest AS SELECT node, rev FROM (SELECT node, rev, row_number() OVER (PARTITION BY node ORDER BY rev DESC) AS r FROM cms.revisions) x WHERE r = 1
CREATE OR REPLACE VIEW cms.everything AS SELECT r.*, a.login FROM cms.revisions r JOIN cms.authors a ON a.author_id = r.by_author
CREATE OR REPLACE VIEW cms.bylines AS SELECT n.node_id, a.pen_name, a.login::text FROM cms.nodes n, cms.authors a
CREATE VIEW cms.v AS SELECT * FROM cms.nodes n JOIN cms.authors a ON a.author_id = n.author
CREATE VIEW cms.v AS SELECT * FROM cms.nodes NATURAL JOIN cms.node_tags
CREATE VIEW cms.v AS SELECT n.*, n.slug FROM cms.nodes n
CREATE VIEW cms.v AS SELECT count(*), max(rev), max(node) FROM cms.revisions
CREATE VIEW cms.v AS SELECT count(*), max(rev) FROM cms.revisions
CREATE VIEW cms.v AS WITH RECURSIVE t AS (SELECT node_id, parent FROM cms.nodes WHERE parent IS NULL UNION ALL SELECT n.node_id, n.parent FROM cms.nodes n JOIN t ON n.parent = t.node_id) SELECT * FROM t
CREATE VIEW cms.v AS SELECT (SELECT max(rev) FROM cms.revisions r WHERE r.node = n.node_id) AS newest FROM cms.nodes n WHERE EXISTS (SELECT 1 FROM cms.tags)
CREATE VIEW cms.v AS SELECT * FROM cms.tags t, LATERAL (SELECT * FROM cms.node_tags nt WHERE nt.tag = t.tag LIMIT 3) x
CREATE VIEW cms.v AS SELECT tag FROM cms.tags EXCEPT SELECT tag FROM cms.node_tags ORDER BY 1
CREATE VIEW cms.v AS SELECT 'a' AS x, NULL AS y
CREATE VIEW cms.v AS SELECT nosuch.tag FROM cms.tags
CREATE VIEW cms.v AS SELECT tag FROM cms.nosuch
CREATE VIEW cms.v AS SELECT nosuch(tag) FROM cms.tags
CREATE VIEW cms.v AS SELECT tag FROM cms.tags GROUP BY uses
CREATE VIEW cms.v AS SELECT t.* FROM cms.popular t
CREATE VIEW cms.v WITH (security_invoker) AS SELECT tag FROM cms.tags
CREATE VIEW cms.v AS SELECT tag, uses FROM cms.tags WITH CASCADED CHECK OPTION
CREATE VIEW cms.v AS SELECT DISTINCT tag FROM cms.tags WITH CHECK OPTION
CREATE RECURSIVE VIEW cms.v (n) AS VALUES (1) UNION ALL SELECT n + 1 FROM v WHERE n < 5
CREATE VIEW cms.nodes AS SELECT 1 AS x
CREATE OR REPLACE VIEW cms.popular AS SELECT 1 AS x
CREATE TEMP VIEW live_nodes AS SELECT 1 AS one FROM cms.authors
DROP VIEW cms.live_nodes
DROP VIEW cms.live_nodes CASCADE
DROP VIEW cms.live_articles, cms.bylines
DROP VIEW IF EXISTS cms.everything, cms.nosuch
DROP VIEW cms.popular
DROP VIEW cms.nodes
ALTER VIEW cms.live_nodes RENAME TO published_nodes
ALTER VIEW cms.live_nodes RENAME COLUMN views TO hits
ALTER VIEW cms.live_nodes RENAME views TO title
ALTER VIEW cms.live_nodes ALTER views SET DEFAULT 0
ALTER VIEW cms.live_nodes ALTER COLUMN nosuch DROP DEFAULT
ALTER VIEW cms.editable_authors RESET (check_option)
ALTER VIEW cms.editable_authors SET (check_option = cascaded)
ALTER VIEW cms.tag_cloud SET (check_option = local)
ALTER VIEW cms.live_nodes OWNER TO CURRENT_USER
ALTER VIEW IF EXISTS cms.nosuch RENAME TO x
ALTER TABLE cms.live_nodes ADD COLUMN x int
ALTER TABLE cms.live_nodes ALTER COLUMN views SET DEFAULT 1
ALTER TABLE cms.popular ADD COLUMN x int
ALTER VIEW cms.nodes RENAME TO x
ALTER MATERIALIZED VIEW cms.live_nodes RENAME TO x
-- columns that views, rules, policies and triggers hang on
ALTER TABLE cms.nodes ALTER COLUMN title TYPE varchar(120)
ALTER TABLE cms.nodes ALTER COLUMN title TYPE text
ALTER TABLE cms.nodes ALTER COLUMN slug TYPE text
ALTER TABLE cms.nodes ALTER COLUMN body TYPE varchar(100000)
ALTER TABLE cms.nodes ALTER COLUMN author TYPE integer
ALTER TABLE cms.nodes ALTER COLUMN weight TYPE bigint
ALTER TABLE cms.nodes ALTER COLUMN views TYPE bigint
ALTER TABLE cms.nodes ALTER COLUMN hits TYPE numeric
ALTER TABLE cms.nodes ALTER COLUMN hits TYPE integer
ALTER TABLE cms.nodes ALTER COLUMN changed TYPE timestamp
ALTER TABLE cms.nodes ALTER COLUMN changed TYPE timestamp USING changed AT TIME ZONE 'UTC'
ALTER TABLE cms.nodes ALTER COLUMN changed_local TYPE timestamptz
ALTER TABLE cms.nodes ALTER COLUMN changed TYPE timestamptz(0)
ALTER TABLE cms.nodes ALTER COLUMN kind TYPE text
ALTER TABLE cms.nodes ALTER COLUMN kind TYPE cms.kind USING kind::text::cms.kind
ALTER TABLE cms.nodes ALTER COLUMN lang TYPE varchar(5)
ALTER TABLE cms.nodes ALTER COLUMN lang TYPE varchar(10)
ALTER TABLE cms.nodes ALTER COLUMN tags TYPE text[]
ALTER TABLE cms.nodes ALTER COLUMN tags TYPE varchar(30)[]
ALTER TABLE cms.nodes ALTER COLUMN score TYPE numeric
ALTER TABLE cms.nodes ALTER COLUMN score TYPE real
ALTER TABLE cms.nodes ALTER COLUMN meta TYPE text
ALTER TABLE cms.nodes ALTER COLUMN size TYPE bigint
ALTER TABLE cms.nodes ALTER COLUMN size SET DEFAULT 1
ALTER TABLE cms.nodes ALTER COLUMN size DROP DEFAULT
ALTER TABLE cms.nodes ALTER COLUMN size DROP EXPRESSION
ALTER TABLE cms.nodes ALTER COLUMN size SET EXPRESSION AS (length(title))
ALTER TABLE cms.nodes ALTER COLUMN size SET NOT NULL
ALTER TABLE cms.nodes ALTER COLUMN poi TYPE jsonb USING to_jsonb(poi)
ALTER TABLE cms.nodes ALTER COLUMN search TYPE text
ALTER TABLE cms.nodes ALTER COLUMN node_id TYPE int
ALTER TABLE cms.nodes ALTER COLUMN parent TYPE int
ALTER TABLE cms.nodes ALTER COLUMN published SET NOT NULL
ALTER TABLE cms.nodes ALTER COLUMN author SET NOT NULL, ALTER COLUMN weight SET NOT NULL
ALTER TABLE cms.nodes ALTER COLUMN meta DROP DEFAULT, ALTER COLUMN meta DROP NOT NULL, ALTER COLUMN meta SET STATISTICS 0
ALTER TABLE cms.nodes DROP COLUMN views
ALTER TABLE cms.nodes DROP COLUMN views CASCADE
ALTER TABLE cms.nodes DROP COLUMN body
ALTER TABLE cms.nodes DROP COLUMN body, DROP COLUMN size
ALTER TABLE cms.nodes DROP COLUMN slug CASCADE
ALTER TABLE cms.nodes DROP COLUMN author
ALTER TABLE cms.nodes DROP COLUMN lang
ALTER TABLE cms.nodes DROP COLUMN weight, ADD COLUMN weight smallint DEFAULT 1 NOT NULL
ALTER TABLE cms.nodes DROP COLUMN node_id
ALTER TABLE cms.nodes DROP COLUMN hits, DROP COLUMN score, DROP COLUMN search
ALTER TABLE cms.nodes RENAME COLUMN slug TO path
ALTER TABLE cms.nodes RENAME COLUMN nosuch TO x
ALTER TABLE cms.nodes RENAME TO pages
ALTER TABLE cms.nodes ADD COLUMN words int GENERATED ALWAYS AS (cms.words(body)) STORED
ALTER TABLE cms.nodes ADD COLUMN words int DEFAULT cms.words('a b c')
ALTER TABLE cms.nodes ADD COLUMN doubled int GENERATED ALWAYS AS (size * 2) STORED
ALTER TABLE cms.nodes ADD COLUMN loc cms.locale
ALTER TABLE cms.nodes ADD COLUMN loc cms.locale DEFAULT 'de'
ALTER TABLE cms.nodes ADD COLUMN loc cms.slug DEFAULT 'home'
ALTER TABLE cms.nodes ADD COLUMN loc cms.slug
ALTER TABLE cms.nodes ADD COLUMN k cms.kind DEFAULT 'page'::cms.kind, ADD COLUMN p cms.point_of_interest
ALTER TABLE cms.nodes ADD COLUMN k cms.kind DEFAULT 'nosuch'
ALTER TABLE cms.nodes ADD COLUMN c text COLLATE cms.german DEFAULT 'x'
ALTER TABLE cms.nodes ADD COLUMN s tsvector GENERATED ALWAYS AS (setweight(to_tsvector('english', coalesce(title, '')), 'A') || to_tsvector('english', coalesce(body, ''))) STORED
ALTER TABLE cms.nodes ADD COLUMN s tsvector GENERATED ALWAYS AS (to_tsvector(body)) STORED
ALTER TABLE cms.nodes ADD COLUMN s jsonb GENERATED ALWAYS AS (jsonb_build_object('t', title)) STORED
ALTER TABLE cms.nodes ADD COLUMN s text GENERATED ALWAYS AS (meta ->> 'title') STORED
ALTER TABLE cms.nodes ADD COLUMN s text GENERATED ALWAYS AS (lower(slug)) STORED, ADD CONSTRAINT s_uq UNIQUE (s)
ALTER TABLE cms.nodes ADD COLUMN s date GENERATED ALWAYS AS (published::date) STORED
ALTER TABLE cms.nodes ADD COLUMN s date GENERATED ALWAYS AS ((published AT TIME ZONE 'UTC')::date) STORED
ALTER TABLE cms.nodes ADD COLUMN s text GENERATED ALWAYS AS (md5(body)) STORED
ALTER TABLE cms.nodes ADD COLUMN s text[] DEFAULT ARRAY[]::text[]
ALTER TABLE cms.nodes ADD COLUMN s text[] DEFAULT string_to_array('a,b', ',')
ALTER TABLE cms.nodes ADD COLUMN s jsonb DEFAULT jsonb_build_array(1, 2)
ALTER TABLE cms.nodes ADD COLUMN s text DEFAULT md5(random()::text)
ALTER TABLE cms.nodes ADD COLUMN s text DEFAULT to_char(now(), 'YYYY')
ALTER TABLE cms.nodes ADD COLUMN s bigint DEFAULT (extract(epoch FROM now()) * 1000)::bigint
ALTER TABLE cms.nodes ADD COLUMN s bigint DEFAULT txid_current()
ALTER TABLE cms.nodes ADD COLUMN s inet DEFAULT inet_client_addr()
ALTER TABLE cms.nodes ADD COLUMN s text DEFAULT CASE WHEN random() > 0.5 THEN 'a' ELSE 'b' END
ALTER TABLE cms.nodes ADD COLUMN s interval DEFAULT '1 day'::interval * 2
ALTER TABLE cms.nodes ADD COLUMN s timestamptz DEFAULT 'infinity', ADD COLUMN t date DEFAULT 'today'
ALTER TABLE cms.nodes ADD COLUMN s int DEFAULT 1 CONSTRAINT s_pos CHECK (s > 0) NOT NULL
ALTER TABLE cms.nodes ADD COLUMN s smallint REFERENCES cms.authors ON DELETE SET NULL
ALTER TABLE cms.nodes ADD COLUMN s smallint DEFAULT 1 NOT NULL REFERENCES cms.authors
ALTER TABLE cms.nodes ADD CONSTRAINT c CHECK (jsonb_typeof(meta) = 'object')
ALTER TABLE cms.nodes ADD CONSTRAINT c CHECK (meta @> '{"a": 1}') NOT VALID
ALTER TABLE cms.nodes ADD CONSTRAINT c CHECK (cardinality(tags) < 10), ADD CONSTRAINT d CHECK (views >= 0)
ALTER TABLE cms.nodes ADD CONSTRAINT c UNIQUE (parent, weight) DEFERRABLE
ALTER TABLE cms.nodes ADD CONSTRAINT c UNIQUE USING INDEX nodes_hits_idx
ALTER TABLE cms.nodes ADD CONSTRAINT c UNIQUE USING INDEX nodes_parent_idx
ALTER TABLE cms.nodes ADD CONSTRAINT c UNIQUE USING INDEX nosuch
ALTER TABLE cms.nodes ADD CONSTRAINT c PRIMARY KEY (slug)
ALTER TABLE cms.nodes ADD CONSTRAINT c EXCLUDE USING gist (poi WITH =)
ALTER TABLE cms.nodes DROP CONSTRAINT nodes_slug_lang_uq
ALTER TABLE cms.nodes DROP CONSTRAINT nodes_pkey
ALTER TABLE cms.nodes DROP CONSTRAINT nodes_pkey CASCADE
ALTER TABLE cms.nodes DROP CONSTRAINT nodes_parent_fkey, DROP CONSTRAINT no_own_parent
ALTER TABLE cms.nodes DROP CONSTRAINT nodes_author_fk, ADD CONSTRAINT nodes_author_fk FOREIGN KEY (author) REFERENCES cms.authors NOT VALID
ALTER TABLE cms.nodes DROP CONSTRAINT nodes_author_fk, ADD CONSTRAINT nodes_author_fk FOREIGN KEY (author) REFERENCES cms.authors ON DELETE CASCADE
ALTER TABLE cms.revisions VALIDATE CONSTRAINT revisions_author_fk
ALTER TABLE cms.revisions VALIDATE CONSTRAINT revisions_author_fk, ALTER COLUMN by_author SET NOT NULL
ALTER TABLE cms.revisions ALTER COLUMN by_author TYPE integer
ALTER TABLE cms.revisions ALTER COLUMN body TYPE text USING trim(body)
ALTER TABLE cms.revisions ALTER COLUMN at TYPE timestamptz
ALTER TABLE cms.revisions ALTER COLUMN node TYPE int
ALTER TABLE cms.revisions ADD COLUMN x int
ALTER TABLE cms.revisions DROP COLUMN body
ALTER TABLE cms.revisions DROP CONSTRAINT revisions_pkey
ALTER TABLE cms.authors ALTER COLUMN author_id TYPE integer
ALTER TABLE cms.authors ALTER COLUMN login TYPE text
ALTER TABLE cms.authors ALTER COLUMN pen_name TYPE varchar(50)
ALTER TABLE cms.authors ALTER COLUMN born TYPE timestamptz
ALTER TABLE cms.authors ALTER COLUMN karma TYPE double precision
ALTER TABLE cms.authors ALTER COLUMN karma TYPE numeric(5,2)
ALTER TABLE cms.authors ALTER COLUMN prefs TYPE jsonb
ALTER TABLE cms.authors ALTER COLUMN avatar TYPE text USING encode(avatar, 'base64')
ALTER TABLE cms.authors ALTER COLUMN active TYPE smallint USING active::int::smallint
ALTER TABLE cms.authors DROP COLUMN active
ALTER TABLE cms.authors DROP COLUMN born, DROP COLUMN karma
ALTER TABLE cms.authors DROP COLUMN author_id
ALTER TABLE cms.authors DROP CONSTRAINT authors_login_key
ALTER TABLE cms.tags ALTER COLUMN tag TYPE varchar(40)
ALTER TABLE cms.tags ALTER COLUMN tag TYPE varchar
ALTER TABLE cms.tags ALTER COLUMN uses TYPE bigint
ALTER TABLE cms.tags ALTER COLUMN uses SET NOT NULL, ALTER COLUMN uses SET DEFAULT 0
ALTER TABLE cms.node_tags ADD PRIMARY KEY (node, tag)
ALTER TABLE cms.node_tags DROP CONSTRAINT node_tags_node_tag_key, ADD PRIMARY KEY (node, tag)
ALTER TABLE cms.node_tags ALTER COLUMN pos TYPE smallint, ALTER COLUMN pos SET NOT NULL, ADD CHECK (pos > 0)
ALTER TABLE cms.redirects ADD PRIMARY KEY USING INDEX redirects_source_idx
ALTER TABLE cms.redirects ALTER COLUMN source SET NOT NULL, ADD PRIMARY KEY USING INDEX redirects_source_idx
ALTER TABLE cms.redirects ALTER COLUMN source TYPE text
ALTER TABLE cms.redirects ALTER COLUMN source TYPE text, ALTER COLUMN target TYPE text
ALTER TABLE cms.redirects ALTER COLUMN source TYPE varchar(500), ADD UNIQUE (target)
ALTER TABLE cms.redirects ALTER COLUMN code TYPE integer
ALTER TABLE cms.redirects ALTER COLUMN code TYPE integer USING code
ALTER TABLE cms.redirects DROP COLUMN code
ALTER TABLE cms.redirects DROP COLUMN note
ALTER TABLE cms.redirects ADD COLUMN IF NOT EXISTS note int, ADD COLUMN IF NOT EXISTS since date DEFAULT now()
ALTER TABLE cms.media ALTER COLUMN media_id TYPE text
ALTER TABLE cms.media ALTER COLUMN license TYPE varchar(8)
ALTER TABLE cms.media ALTER COLUMN license TYPE text
ALTER TABLE cms.media ALTER COLUMN license TYPE char(16)
ALTER TABLE cms.media ALTER COLUMN taken TYPE timestamp with time zone
ALTER TABLE cms.media ALTER COLUMN taken TYPE timestamp without time zone
ALTER TABLE cms.media ALTER COLUMN width TYPE smallint, ALTER COLUMN height TYPE smallint
ALTER TABLE cms.media ALTER COLUMN width TYPE oid
ALTER TABLE cms.media ALTER COLUMN file TYPE varchar
ALTER TABLE cms.media ADD COLUMN alt text, ADD COLUMN focus point DEFAULT '(0,0)', ALTER COLUMN mime SET NOT NULL
ALTER TABLE cms.media DROP COLUMN mime
ALTER TABLE cms.media DROP COLUMN media_id
ALTER TABLE cms.media_log ALTER COLUMN what TYPE varchar(10)
ALTER TABLE cms.media_log DROP COLUMN what
ALTER TABLE cms.comments ALTER COLUMN mail TYPE varchar(200)
ALTER TABLE cms.comments ALTER COLUMN mail TYPE varchar(50)
ALTER TABLE cms.comments ALTER COLUMN spam SET NOT NULL
ALTER TABLE cms.comments ALTER COLUMN spam TYPE int USING spam::int
ALTER TABLE cms.comments ADD PRIMARY KEY (comment_id)
ALTER TABLE cms.comments ADD PRIMARY KEY (comment_id, wrote)
ALTER TABLE cms.comments ADD FOREIGN KEY (node) REFERENCES cms.nodes ON DELETE CASCADE
ALTER TABLE cms.comments_new ADD FOREIGN KEY (node) REFERENCES cms.nodes NOT VALID
ALTER TABLE cms.comments ADD CHECK (length(text) < 10000)
ALTER TABLE cms.comments ALTER COLUMN comment_id TYPE int
ALTER TABLE cms.comments ALTER COLUMN comment_id DROP IDENTITY
ALTER TABLE cms.comments ALTER COLUMN comment_id SET GENERATED BY DEFAULT
ALTER TABLE cms.comments ENABLE ROW LEVEL SECURITY
ALTER TABLE cms.comments NO FORCE ROW LEVEL SECURITY
ALTER TABLE cms.comments DROP COLUMN spam
ALTER TABLE cms.comments DROP COLUMN node
ALTER TABLE cms.comments DISABLE TRIGGER USER
ALTER TABLE cms."Page Views" ALTER COLUMN "Count" TYPE bigint
ALTER TABLE cms."Page Views" DROP CONSTRAINT "Page Views_pkey", ADD PRIMARY KEY ("Node", "Day")
ALTER TABLE cms."Page Views" RENAME COLUMN "Day" TO day
ALTER TABLE cms.page_views ADD COLUMN x int
ALTER TABLE cms.outline ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY
ALTER TABLE cms.outline ALTER COLUMN id SET DEFAULT nextval('cms.outline_ids')
ALTER TABLE cms.outline ALTER COLUMN id TYPE bigint
ALTER TABLE cms.outline DROP COLUMN id
ALTER TABLE cms.sessions RESET (fillfactor), SET (autovacuum_vacuum_scale_factor = 0.01)
ALTER TABLE cms.sessions SET UNLOGGED, ALTER COLUMN until SET NOT NULL
ALTER TABLE cms.sessions ALTER COLUMN token SET STORAGE PLAIN, ALTER COLUMN until SET DEFAULT now() + '1 hour'::interval
-- triggers, rules, policies
CREATE TRIGGER nodes_touch BEFORE INSERT ON cms.nodes FOR EACH ROW EXECUTE FUNCTION cms.touch()
CREATE OR REPLACE TRIGGER nodes_touch BEFORE INSERT ON cms.nodes FOR EACH ROW EXECUTE FUNCTION cms.touch()
CREATE TRIGGER t BEFORE UPDATE OF nosuch ON cms.nodes FOR EACH ROW EXECUTE FUNCTION cms.touch()
CREATE TRIGGER t BEFORE TRUNCATE ON cms.nodes FOR EACH ROW EXECUTE FUNCTION cms.touch()
CREATE TRIGGER t BEFORE TRUNCATE ON cms.nodes FOR EACH STATEMENT EXECUTE FUNCTION cms.touch()
CREATE TRIGGER t AFTER UPDATE OF body ON cms.nodes REFERENCING NEW TABLE AS n FOR EACH ROW EXECUTE FUNCTION cms.touch()
CREATE TRIGGER t AFTER INSERT ON cms.nodes FOR EACH ROW WHEN (NEW.kind = 'page') EXECUTE PROCEDURE cms.touch()
CREATE TRIGGER t AFTER INSERT ON cms.nodes FOR EACH ROW WHEN (OLD.kind = 'page') EXECUTE FUNCTION cms.touch()
CREATE TRIGGER t AFTER INSERT ON cms.nodes FOR EACH ROW WHEN (NEW.nosuch = 'page') EXECUTE FUNCTION cms.touch()
CREATE TRIGGER t AFTER INSERT ON cms.nodes FOR EACH ROW EXECUTE FUNCTION cms.words('a')
CREATE TRIGGER t AFTER INSERT ON cms.nodes FOR EACH ROW EXECUTE FUNCTION nosuch()
CREATE CONSTRAINT TRIGGER t AFTER INSERT ON cms.nodes FROM cms.authors NOT DEFERRABLE FOR EACH ROW EXECUTE FUNCTION cms.touch()
CREATE TRIGGER t INSTEAD OF DELETE ON cms.live_articles FOR EACH ROW EXECUTE FUNCTION cms.touch()
CREATE TRIGGER t BEFORE DELETE ON cms.live_articles FOR EACH STATEMENT EXECUTE FUNCTION cms.touch()
CREATE TRIGGER t BEFORE UPDATE ON cms.comments FOR EACH ROW EXECUTE FUNCTION cms.touch()
CREATE TRIGGER t AFTER UPDATE ON cms.comments_new FOR EACH ROW EXECUTE FUNCTION cms.touch()
CREATE TRIGGER t AFTER UPDATE ON cms.popular FOR EACH STATEMENT EXECUTE FUNCTION cms.touch()
DROP TRIGGER nodes_touch ON cms.nodes CASCADE
DROP TRIGGER live_insert ON cms.live_nodes
DROP TRIGGER comments_touch ON cms.comments
DROP TRIGGER comments_touch ON cms.comments_old
DROP TRIGGER nosuch ON cms.nodes
DROP TRIGGER IF EXISTS nodes_touch ON cms.nosuch
ALTER TRIGGER nodes_touch ON cms.nodes RENAME TO changed
ALTER TRIGGER nodes_touch ON cms.nodes RENAME TO nodes_stats
ALTER TRIGGER comments_touch ON cms.comments RENAME TO c2
ALTER TRIGGER comments_touch ON cms.comments_old RENAME TO c2
ALTER TRIGGER nodes_touch ON cms.nodes DEPENDS ON EXTENSION plpgsql
ALTER TABLE cms.nodes DISABLE TRIGGER nodes_touch, DISABLE TRIGGER nodes_stats
ALTER TABLE cms.nodes DISABLE TRIGGER nosuch
ALTER TABLE cms.nodes ENABLE REPLICA TRIGGER nodes_touch
ALTER TABLE cms.media DISABLE RULE media_logged
ALTER TABLE cms.media ENABLE ALWAYS RULE media_logged
ALTER TABLE cms.media DISABLE RULE nosuch
CREATE RULE r AS ON INSERT TO cms.tags DO INSTEAD INSERT INTO cms.outline VALUES (1, NEW.tag)
CREATE RULE r AS ON UPDATE TO cms.tags WHERE NEW.uses <> OLD.uses DO ALSO (INSERT INTO cms.media_log VALUES (NULL, NEW.tag, now()); DELETE FROM cms.redirects WHERE source = OLD.tag)
CREATE RULE r AS ON SELECT TO cms.tags DO INSTEAD SELECT * FROM cms.outline
CREATE RULE r AS ON DELETE TO cms.live_articles DO INSTEAD DELETE FROM cms.nodes WHERE node_id = OLD.node_id
CREATE RULE r AS ON INSERT TO cms.popular DO NOTHING
CREATE RULE "_RETURN" AS ON SELECT TO cms.tags DO INSTEAD SELECT 1
CREATE OR REPLACE RULE media_logged AS ON INSERT TO cms.media DO NOTHING
DROP RULE media_logged ON cms.media
DROP RULE "_RETURN" ON cms.live_nodes
DROP RULE IF EXISTS nosuch ON cms.media
ALTER RULE media_logged ON cms.media RENAME TO logged
ALTER RULE nosuch ON cms.media RENAME TO logged
CREATE POLICY p ON cms.nodes FOR INSERT WITH CHECK (author = 1)
CREATE POLICY p ON cms.nodes FOR INSERT USING (author = 1)
CREATE POLICY p ON cms.nodes AS RESTRICTIVE FOR ALL TO PUBLIC USING (EXISTS (SELECT 1 FROM cms.sessions WHERE who = author))
CREATE POLICY nodes_read ON cms.nodes USING (true)
CREATE POLICY p ON cms.tags USING (tag)
CREATE POLICY p ON cms.tags USING (uses > 0 AND cms.visible(tag))
CREATE POLICY p ON cms.live_nodes USING (true)
ALTER POLICY nodes_read ON cms.nodes USING (published > now())
ALTER POLICY nodes_read ON cms.nodes RENAME TO reading
ALTER POLICY nodes_read ON cms.nodes RENAME TO nodes_write
ALTER POLICY nosuch ON cms.nodes USING (true)
ALTER POLICY nodes_write ON cms.nodes TO PUBLIC USING (author IN (SELECT who FROM cms.sessions))
DROP POLICY nodes_read ON cms.nodes
DROP POLICY nosuch ON cms.nodes
DROP POLICY IF EXISTS nosuch ON cms.nodes
DROP POLICY IF EXISTS p ON cms.nosuch
ALTER TABLE cms.nodes DISABLE ROW LEVEL SECURITY
ALTER TABLE cms.nodes NO FORCE ROW LEVEL SECURITY, ADD COLUMN x int
ALTER TABLE cms.live_nodes ENABLE ROW LEVEL SECURITY
-- indexes
CREATE INDEX ON cms.nodes (cms.words(title))
CREATE INDEX ON cms.nodes (cms.visible(slug))
CREATE INDEX ON cms.nodes (lower(slug), kind)
CREATE INDEX ON cms.nodes (title COLLATE "C" DESC)
CREATE INDEX ON cms.nodes (weight COLLATE "C")
CREATE INDEX ON cms.nodes USING gin (meta)
CREATE INDEX ON cms.nodes USING gin (tags)
CREATE INDEX ON cms.nodes USING gin ((meta -> 'tags'))
CREATE INDEX ON cms.nodes USING gin (to_tsvector('english', title || ' ' || body))
CREATE INDEX ON cms.nodes USING gist (search)
CREATE INDEX ON cms.nodes USING gist (poi)
CREATE INDEX ON cms.nodes USING gist (((poi).at))
CREATE INDEX ON cms.nodes USING brin (published, changed)
CREATE INDEX ON cms.nodes (size)
CREATE INDEX ON cms.nodes (meta)
CREATE INDEX ON cms.nodes (search)
CREATE INDEX ON cms.nodes ((score > 0.5), (published IS NULL))
CREATE INDEX ON cms.nodes (to_char(published, 'YYYY'))
CREATE INDEX ON cms.nodes ((published::text))
CREATE INDEX ON cms.nodes ((tags[1]))
CREATE INDEX ON cms.nodes (md5(body) text_pattern_ops)
CREATE INDEX ON cms.nodes (slug) WHERE kind = 'page' AND lang IN ('de', 'fr')
CREATE INDEX ON cms.nodes (slug) WHERE published < now()
CREATE INDEX ON cms.nodes (slug) WHERE author IN (SELECT author_id FROM cms.authors)
CREATE INDEX ON cms.nodes (xmin)
CREATE INDEX ON cms.nodes (tableoid)
CREATE INDEX ON cms.nodes (row_number() OVER ())
CREATE INDEX nodes_pkey ON cms.nodes (slug)
CREATE INDEX ON cms.authors (prefs)
CREATE INDEX ON cms.authors (login, avatar)
CREATE INDEX ON cms.authors (pen_name COLLATE cms.german)
CREATE INDEX ON cms.comments (node, wrote DESC)
CREATE INDEX ON cms.comments USING gin (to_tsvector('simple', text))
CREATE INDEX ON cms.comment_count (n)
CREATE UNIQUE INDEX ON cms.comment_count (node)
CREATE INDEX ON cms.media USING gist (area)
CREATE INDEX ON cms.media USING spgist (file, mime)
CREATE INDEX ON cms.media USING nosuch (file)
CREATE INDEX IF NOT EXISTS ON cms.media (file)
CREATE INDEX ON cms.latest (node)
CREATE INDEX ON cms."Page Views" ("Node") INCLUDE ("Count")
CREATE INDEX "My Index" ON cms."Page Views" ("Count") WHERE "Count" > 10
-- the rest
DROP TABLE cms.nodes
DROP TABLE cms.nodes CASCADE
DROP TABLE cms.authors CASCADE
DROP TABLE cms.tags, cms.node_tags
DROP TABLE cms.tags, cms.node_tags CASCADE
DROP TABLE cms.media
DROP TABLE cms.media_log
DROP TABLE cms.media_log CASCADE
DROP TABLE cms.comments, cms.redirects
DROP TABLE cms.comments CASCADE
DROP TABLE IF EXISTS cms.outline, cms."Page Views", cms.nosuch
DROP MATERIALIZED VIEW cms.popular, cms.comment_count
DROP FUNCTION cms.words(text)
DROP FUNCTION cms.words(text) CASCADE
DROP FUNCTION cms.visible(text) CASCADE
DROP FUNCTION cms.touch() CASCADE
DROP FUNCTION cms.touch()
DROP ROUTINE cms.purge
DROP PROCEDURE cms.purge()
DROP FUNCTION cms.purge()
DROP AGGREGATE cms.join_all(text)
DROP FUNCTION IF EXISTS cms.nosuch(int), cms.visible(text)
DROP COLLATION cms.german
DROP COLLATION cms.german CASCADE
DROP DOMAIN cms.slug
DROP DOMAIN cms.slug CASCADE
DROP TYPE cms.kind CASCADE
DROP TYPE cms.point_of_interest CASCADE
DROP SEQUENCE cms.outline_ids
DROP SEQUENCE cms.authors_author_id_seq CASCADE
DROP STATISTICS cms.nodes_st, cms.nosuch
DROP SCHEMA cms CASCADE
ALTER DOMAIN cms.slug ADD CONSTRAINT short CHECK (length(VALUE) < 50)
ALTER DOMAIN cms.slug DROP CONSTRAINT slug_check
ALTER DOMAIN cms.slug SET NOT NULL
ALTER DOMAIN cms.locale DROP NOT NULL
ALTER DOMAIN cms.locale ADD CHECK (VALUE <> 'xx') NOT VALID
ALTER TYPE cms.kind ADD VALUE 'gallery' BEFORE 'page'
ALTER TYPE cms.kind RENAME TO node_kind
ALTER TYPE cms.point_of_interest ADD ATTRIBUTE height int
ALTER TYPE cms.point_of_interest ALTER ATTRIBUTE label SET DATA TYPE varchar(20)
ALTER FUNCTION cms.words(text) STABLE
ALTER FUNCTION cms.words(text) RENAME TO count_words
ALTER FUNCTION cms.touch() SET search_path = cms
CREATE OR REPLACE FUNCTION cms.words(body text) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 1'
CREATE OR REPLACE FUNCTION cms.words(txt text) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 1'
CREATE OR REPLACE FUNCTION cms.words(body text) RETURNS bigint LANGUAGE sql IMMUTABLE AS 'SELECT 1::bigint'
CREATE FUNCTION cms.words(body text) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 1'
ALTER SCHEMA cms RENAME TO content
ALTER SCHEMA cms OWNER TO CURRENT_USER
ALTER STATISTICS cms.nodes_st SET STATISTICS 50
ALTER STATISTICS cms.nodes_st SET SCHEMA public
ALTER COLLATION cms.german RENAME TO deutsch
CREATE STATISTICS cms.s ON author, (lower(title)) FROM cms.nodes
CREATE STATISTICS IF NOT EXISTS cms.nodes_st ON author, kind FROM cms.nodes
CREATE STATISTICS cms.s (dependencies) ON author, author FROM cms.nodes
CREATE SEQUENCE cms.s OWNED BY cms.nodes.hits
CREATE SEQUENCE cms.nodes
COMMENT ON TABLE cms.nodes IS NULL
COMMENT ON VIEW cms.live_nodes IS 'x'
COMMENT ON VIEW cms.nodes IS 'x'
COMMENT ON INDEX cms.nodes_parent_idx IS 'x'
COMMENT ON RULE media_logged ON cms.media IS 'x'
COMMENT ON CONSTRAINT title_long ON cms.nodes IS 'x'
COMMENT ON COLUMN cms.nodes.nosuch IS 'x'
COMMENT ON COLUMN cms.live_nodes.slug IS 'x'
COMMENT ON TYPE cms.kind IS 'x'
COMMENT ON PROCEDURE cms.purge() IS 'x'
GRANT SELECT (slug, title), UPDATE (title) ON cms.nodes TO PUBLIC
GRANT SELECT (nosuch) ON cms.nodes TO PUBLIC
REVOKE ALL ON ALL TABLES IN SCHEMA cms FROM PUBLIC
GRANT USAGE ON TYPE cms.kind TO PUBLIC
ALTER DEFAULT PRIVILEGES IN SCHEMA cms GRANT SELECT ON TABLES TO PUBLIC
INSERT INTO cms.live_articles VALUES (1, 'x')
INSERT INTO cms.bylines VALUES (1, 'x')
INSERT INTO cms.tags (tag) VALUES ('a') ON CONFLICT (tag) DO UPDATE SET uses = tags.uses + 1
INSERT INTO cms.tags (tag) VALUES ('a') ON CONFLICT (uses) DO NOTHING
UPDATE cms.live_articles SET title = 'x'
UPDATE cms.bylines SET pen_name = 'x'
UPDATE cms.nodes SET views = views + 1 WHERE node_id = 1
UPDATE cms.nodes SET size = 1
UPDATE cms.tag_cloud SET label = 'x'
DELETE FROM cms.redirects
DELETE FROM cms.nodes n USING cms.authors a WHERE n.author = a.author_id
DELETE FROM cms.popular
MERGE INTO cms.tags t USING cms.outline o ON t.tag = o.path WHEN MATCHED THEN UPDATE SET uses = 1 WHEN NOT MATCHED THEN INSERT (tag) VALUES (o.path)
SELECT * FROM cms.live_articles
SELECT * FROM cms.nodes ORDER BY node_id LIMIT 1 FOR UPDATE SKIP LOCKED
SELECT node_id INTO cms.fresh FROM cms.nodes
SELECT cms.words(body), count(*) FROM cms.nodes GROUP BY 1
SELECT nextval('cms.outline_ids')
SELECT * FROM cms.popular p JOIN cms."Page Views" v ON v."Node" = p.node_id
EXPLAIN SELECT * FROM cms.nodes
LOCK TABLE cms.live_articles IN SHARE MODE
LOCK TABLE cms.popular
TRUNCATE cms.nodes
TRUNCATE cms.nodes CASCADE
TRUNCATE cms.comments
TRUNCATE cms.live_nodes
TRUNCATE cms.authors CASCADE
REFRESH MATERIALIZED VIEW CONCURRENTLY cms.popular
REFRESH MATERIALIZED VIEW CONCURRENTLY cms.comment_count
REFRESH MATERIALIZED VIEW cms.popular WITH NO DATA
CREATE MATERIALIZED VIEW cms.m AS SELECT * FROM cms.tag_cloud WITH NO DATA
CREATE MATERIALIZED VIEW cms.m (a) AS SELECT * FROM cms.tag_cloud
CREATE MATERIALIZED VIEW cms.m (a, b, c) AS SELECT * FROM cms.tag_cloud
CLUSTER cms.nodes USING nodes_parent_idx
CLUSTER cms.nodes USING nodes_search_idx
CLUSTER cms.nodes USING nodes_published_idx
CLUSTER cms.popular USING popular_views_idx
CLUSTER cms.nodes USING revisions_pkey
REINDEX TABLE cms.nodes
REINDEX INDEX cms.nodes_words_idx
REINDEX TABLE cms.comments
REINDEX TABLE cms.live_nodes
REINDEX INDEX cms.nosuch
ANALYZE cms.nodes (title, body)
ANALYZE cms.nodes (nosuch)
ANALYZE VERBOSE cms.comments
CREATE TABLE cms.n (LIKE cms.nodes INCLUDING INDEXES INCLUDING STATISTICS)
CREATE TABLE cms.n (LIKE cms.nodes INCLUDING GENERATED EXCLUDING CONSTRAINTS)
CREATE TABLE cms.n (LIKE cms.live_nodes)
CREATE TABLE cms.n (LIKE cms.point_of_interest)
CREATE TABLE cms.n OF cms.point_of_interest (PRIMARY KEY (label))
CREATE TABLE cms.n OF cms.point_of_interest (nosuch WITH OPTIONS NOT NULL)
CREATE TABLE cms.n () INHERITS (cms.nodes)
CREATE TABLE cms.n (title text) INHERITS (cms.nodes)
CREATE TABLE cms.n (a int, b int, CHECK (a < b), FOREIGN KEY (a) REFERENCES cms.n (b))
CREATE TABLE cms.n (a int PRIMARY KEY, b int REFERENCES cms.n DEFERRABLE, EXCLUDE USING btree (b WITH =))
CREATE TABLE cms.n (a int REFERENCES cms.nodes, b smallint REFERENCES cms.authors, c text REFERENCES cms.tags)
CREATE TABLE cms.n (a text REFERENCES cms.nodes)
CREATE TABLE cms.n PARTITION OF cms.comments DEFAULT
CREATE TABLE cms.n PARTITION OF cms.comments FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')
CREATE TABLE cms.n (id int) USING heap
CREATE TABLE cms.n (id int) USING nosuch
CREATE TABLE cms.n (id int) WITH (nosuch = 1)
CREATE TABLE cms.n (id int) WITH (fillfactor = 70, autovacuum_enabled)
CREATE FOREIGN TABLE cms.n (id int) SERVER nosuch
CREATE TABLE cms.live_nodes (id int)
CREATE TABLE cms.kind (id int)
CREATE TYPE cms.nodes AS (id int)
CREATE TYPE cms.mood AS ENUM ('a', 'a')
CREATE DOMAIN cms.d AS cms.nosuch
CREATE DOMAIN cms.d AS cms.kind DEFAULT 'page' CHECK (VALUE <> 'article')
CREATE EXTENSION IF NOT EXISTS plpgsql
CREATE SCHEMA cms
CREATE SCHEMA news CREATE TABLE items (id int PRIMARY KEY) CREATE VIEW all_items AS SELECT * FROM items
CREATE OPERATOR === (LEFTARG = text, RIGHTARG = text, FUNCTION = texteq)
CREATE TEXT SEARCH CONFIGURATION cms.simple2 (COPY = simple)
CREATE EVENT TRIGGER e ON ddl_command_end EXECUTE FUNCTION cms.touch()
CREATE PUBLICATION p FOR TABLE cms.nodes, cms.tags
CREATE PUBLICATION p FOR ALL TABLES
CREATE PUBLICATION p FOR TABLE cms.nodes (node_id, slug) WHERE (weight > 1)
CREATE PUBLICATION p FOR TABLES IN SCHEMA cms
CREATE PUBLICATION p FOR TABLE cms.live_nodes
VACUUM cms.nodes
VACUUM FULL cms.nodes
CREATE DATABASE x
ALTER SYSTEM SET work_mem = '8MB'
ALTER TABLE cms.nodes ADD COLUMN x int;;
ALTER TABLE cms.nodes ADD COLUMN
ALTER TABLE cms.nodes ADD COLUMN x int,
ALTER TABLE cms.nodes FROBNICATE
ALTER TABEL cms.nodes ADD COLUMN x int
ALTER TABLE cms.nodes ALTER COLUMN title TYPE
-- of round 2, after the rules that the first ones had asked for
DROP VIEW cms.everything, cms.latest
DROP VIEW cms.live_nodes, cms.live_articles
DROP VIEW cms.live_nodes, cms.live_articles CASCADE
DROP TABLE cms.revisions
DROP TABLE cms.revisions CASCADE
DROP TABLE cms.redirects, cms.media
DROP TABLE cms.sessions
DROP TABLE cms.node_tags CASCADE
ALTER TABLE cms.revisions RENAME COLUMN body TO content
ALTER TABLE cms.revisions ALTER COLUMN rev TYPE bigint
ALTER TABLE cms.revisions DROP COLUMN at
ALTER TABLE cms.revisions DROP COLUMN at CASCADE
ALTER TABLE cms.revisions ALTER COLUMN at DROP DEFAULT
ALTER TABLE cms.authors ADD COLUMN bio text, ADD COLUMN site varchar(200), ALTER COLUMN pen_name SET NOT NULL
ALTER TABLE cms.authors ALTER COLUMN active DROP NOT NULL
ALTER TABLE cms.authors ALTER COLUMN active SET DEFAULT false
ALTER TABLE cms.authors RENAME COLUMN active TO enabled
ALTER TABLE cms.authors RENAME TO writers
ALTER TABLE cms.authors ADD CONSTRAINT k CHECK (karma BETWEEN 0 AND 1)
ALTER TABLE cms.authors ADD UNIQUE (lower(login))
ALTER TABLE cms.authors DROP CONSTRAINT authors_pkey
ALTER TABLE cms.authors DROP CONSTRAINT authors_pkey CASCADE
ALTER TABLE cms.tags RENAME COLUMN tag TO name
ALTER TABLE cms.tags ADD CONSTRAINT t CHECK (tag = lower(tag)) NOT VALID, ADD COLUMN colour char(7) DEFAULT '#000000'
ALTER TABLE cms.tags DROP CONSTRAINT tags_pkey CASCADE
ALTER TABLE cms.node_tags ALTER COLUMN node SET NOT NULL, ALTER COLUMN tag SET NOT NULL, ADD PRIMARY KEY (node, tag)
ALTER TABLE cms.media ADD CONSTRAINT positive CHECK (width > 0 AND height > 0)
ALTER TABLE cms.media ADD CONSTRAINT big CHECK (area @> box '((0,0),(1,1))')
ALTER TABLE cms.media ADD COLUMN ratio numeric GENERATED ALWAYS AS (width::numeric / height) STORED
ALTER TABLE cms.media ADD COLUMN ratio int GENERATED ALWAYS AS (width / height) STORED, DROP COLUMN license
ALTER TABLE cms.media ADD EXCLUDE USING gist (area WITH &&)
ALTER TABLE cms.media ADD EXCLUDE USING gist (area WITH =)
ALTER TABLE cms.media ADD EXCLUDE USING gist (area WITH <)
ALTER TABLE cms.media ADD EXCLUDE (file WITH =, mime WITH =)
ALTER TABLE cms.media ADD EXCLUDE (file WITH <>)
ALTER TABLE cms.comments ADD COLUMN likes int NOT NULL DEFAULT 0
ALTER TABLE cms.comments ADD COLUMN h bigint GENERATED ALWAYS AS (node * 2) STORED
ALTER TABLE cms.comments ADD CONSTRAINT c CHECK (reply_to <> comment_id) NOT VALID
ALTER TABLE cms.comments VALIDATE CONSTRAINT c
ALTER TABLE cms.comments DETACH PARTITION cms.comments_old
ALTER TABLE cms.comments ATTACH PARTITION cms.media DEFAULT
ALTER TABLE cms.comments ATTACH PARTITION cms.comments_old DEFAULT
ALTER TABLE cms.comments RENAME TO remarks
ALTER TABLE cms.comments OWNER TO CURRENT_USER
ALTER TABLE cms.comments_old ALTER COLUMN text DROP NOT NULL
ALTER TABLE cms.comments_old DISABLE TRIGGER comments_touch
ALTER TABLE cms.comments_old ENABLE ROW LEVEL SECURITY
ALTER TABLE cms.nodes ALTER COLUMN weight SET DATA TYPE smallint USING weight::smallint, ALTER COLUMN weight SET DEFAULT 10
ALTER TABLE cms.nodes ALTER COLUMN score TYPE text USING score::text || '%'
ALTER TABLE cms.nodes ALTER COLUMN score TYPE int USING round(score)
ALTER TABLE cms.nodes ALTER COLUMN score TYPE int USING nosuch(score)
ALTER TABLE cms.nodes ALTER COLUMN score TYPE int USING max(score)
ALTER TABLE cms.nodes ADD CONSTRAINT c CHECK (score > 'a')
ALTER TABLE cms.nodes ADD CONSTRAINT c CHECK (slug > 1)
ALTER TABLE cms.nodes ADD CONSTRAINT c CHECK (kind = 'page' OR published IS NULL)
ALTER TABLE cms.nodes ADD CONSTRAINT c CHECK (kind = 'nosuch')
ALTER TABLE cms.nodes ADD CONSTRAINT c CHECK (meta > 5)
ALTER TABLE cms.nodes ADD CONSTRAINT c CHECK (tags && ARRAY['a']::varchar[])
ALTER TABLE cms.nodes ADD CONSTRAINT c CHECK (published > changed_local)
ALTER TABLE cms.nodes ADD CONSTRAINT c CHECK (NOT views)
ALTER TABLE cms.nodes ADD COLUMN x int DEFAULT length('abc') + 1
ALTER TABLE cms.nodes ADD COLUMN x timestamptz DEFAULT now() AT TIME ZONE 'UTC'
ALTER TABLE cms.nodes ADD COLUMN x boolean DEFAULT random() < 0.5
ALTER TABLE cms.nodes ADD COLUMN x text DEFAULT 'a' || clock_timestamp()
ALTER TABLE cms.nodes ADD COLUMN x text GENERATED ALWAYS AS (slug || '/' || title) STORED
ALTER TABLE cms.nodes ADD COLUMN x text GENERATED ALWAYS AS (slug || '/' || node_id) STORED
ALTER TABLE cms.nodes ADD COLUMN x text GENERATED ALWAYS AS (title || published) STORED
ALTER TABLE cms.nodes ADD COLUMN x text GENERATED ALWAYS AS (kind || title) STORED
ALTER TABLE cms.nodes ADD COLUMN x boolean GENERATED ALWAYS AS (published < changed) STORED
ALTER TABLE cms.nodes ADD COLUMN x boolean GENERATED ALWAYS AS (published < changed_local) STORED
CREATE INDEX ON cms.nodes ((title || slug))
CREATE INDEX ON cms.nodes ((title || views))
CREATE INDEX ON cms.nodes ((title || published))
CREATE INDEX ON cms.nodes ((published - changed))
CREATE INDEX ON cms.nodes ((published + '1 day'))
CREATE INDEX ON cms.nodes ((meta -> 'a' -> 'b'))
CREATE INDEX ON cms.nodes ((views + title))
CREATE INDEX ON cms.nodes ((published AT TIME ZONE 'Europe/Berlin'))
CREATE INDEX ON cms.nodes (published) WHERE published > '2026-01-01 00:00+00'
CREATE INDEX ON cms.nodes (published) WHERE views
CREATE INDEX ON cms.nodes (published) WHERE views > 'x'
CREATE INDEX ON cms.nodes (published) WHERE title = 5
CREATE INDEX CONCURRENTLY nodes_x ON cms.nodes (weight)
CREATE INDEX ON cms.popular (title)
CREATE INDEX ON cms.live_nodes (slug)
CREATE UNIQUE INDEX IF NOT EXISTS nodes_parent_idx ON cms.nodes (slug)
CREATE VIEW cms.v AS SELECT node_id, title || ' ' || slug AS name, published::date FROM cms.nodes
CREATE VIEW cms.v AS SELECT title > 5 FROM cms.nodes
CREATE VIEW cms.v AS SELECT n.title, r.nosuch FROM cms.nodes n JOIN cms.revisions r ON r.node = n.node_id
CREATE VIEW cms.v AS SELECT n.title FROM cms.nodes n JOIN cms.revisions r ON r.nosuch = n.node_id
CREATE VIEW cms.v AS SELECT title FROM cms.nodes WHERE nosuch = 1
CREATE VIEW cms.v AS SELECT title FROM cms.nodes ORDER BY nosuch
CREATE VIEW cms.v AS SELECT author, count(*) AS n FROM cms.nodes GROUP BY author HAVING count(*) > 1
CREATE VIEW cms.v AS SELECT DISTINCT ON (author) author, title FROM cms.nodes ORDER BY author, published DESC
CREATE VIEW cms.v AS SELECT node FROM cms.node_tags UNION SELECT node_id FROM cms.nodes
CREATE VIEW cms.v AS TABLE cms.tags
CREATE VIEW cms.v AS VALUES (1, 'a')
CREATE OR REPLACE VIEW cms.tag_cloud (label, n) AS SELECT tag, uses FROM cms.tags
CREATE OR REPLACE VIEW cms.editable_authors AS SELECT author_id, pen_name, active, login FROM cms.authors
CREATE MATERIALIZED VIEW cms.m AS SELECT title FROM cms.nodes WHERE nosuch
CREATE TRIGGER t AFTER UPDATE ON cms.nodes FOR EACH ROW WHEN (OLD.title <> NEW.title) EXECUTE FUNCTION cms.touch()
CREATE TRIGGER t AFTER UPDATE ON cms.nodes FOR EACH STATEMENT WHEN (OLD.title <> NEW.title) EXECUTE FUNCTION cms.touch()
CREATE TRIGGER t AFTER UPDATE ON cms.nodes FOR EACH ROW WHEN (title = 'a') EXECUTE FUNCTION cms.touch()
CREATE TRIGGER t AFTER DELETE ON cms.nodes FOR EACH ROW EXECUTE FUNCTION cms.touch('a', 'b')
CREATE RULE r AS ON DELETE TO cms.authors DO INSTEAD UPDATE cms.authors SET active = false WHERE author_id = OLD.author_id
CREATE RULE r AS ON INSERT TO cms.tags WHERE NEW.tag IS NULL DO INSTEAD NOTHING
DROP RULE bylines_update ON cms.bylines
DELETE FROM cms.tags
UPDATE cms.media SET width = 1
UPDATE cms.redirects SET code = 302 WHERE source = 'a'
INSERT INTO cms.redirects (source, target) SELECT slug, title FROM cms.live_nodes
ALTER DOMAIN cms.slug VALIDATE CONSTRAINT slug_check
ALTER DOMAIN cms.slug RENAME TO handle
ALTER DOMAIN cms.locale SET DEFAULT 'de'
ALTER TYPE cms.kind ADD VALUE 'video'
ALTER SEQUENCE cms.authors_author_id_seq AS integer
ALTER SEQUENCE cms.outline_ids OWNED BY NONE
DROP SEQUENCE cms.comments_comment_id_seq
ALTER SCHEMA cms RENAME TO public
CREATE STATISTICS cms.s ON slug, title FROM cms.live_nodes
ALTER TABLE cms.outline ADD PRIMARY KEY (path)
ALTER TABLE cms.outline ADD COLUMN sub int PRIMARY KEY
ALTER TABLE cms.outline ALTER COLUMN path SET COMPRESSION pglz, ALTER COLUMN path SET STORAGE external
REINDEX INDEX CONCURRENTLY cms.nodes_words_idx
CLUSTER cms.comments USING nosuch
VACUUM (FULL off) cms.nodes
-- of round 3, after the rules that the first ones had asked for
CREATE OR REPLACE VIEW cms.latest AS SELECT node, max(rev) AS rev, count(*) AS n FROM cms.revisions GROUP BY node
CREATE OR REPLACE VIEW cms.bylines AS SELECT n.node_id, a.pen_name, a.login, n.title FROM cms.nodes n LEFT JOIN cms.authors a ON a.author_id = n.author
CREATE OR REPLACE VIEW cms.live_nodes AS SELECT node_id, slug, title, author, published, views FROM cms.nodes WHERE published <= now() AND lang = 'de'
CREATE VIEW cms.v AS SELECT node_id, slug FROM cms.nodes WHERE kind = 'page' ORDER BY published DESC LIMIT 10
CREATE VIEW cms.v AS SELECT n.node_id, count(r.rev) FROM cms.nodes n LEFT JOIN cms.revisions r ON r.node = n.node_id GROUP BY n.node_id
CREATE VIEW cms.v AS SELECT n.node_id, n.title, count(r.rev) AS c FROM cms.nodes n LEFT JOIN cms.revisions r ON r.node = n.node_id GROUP BY n.node_id
CREATE VIEW cms.v AS SELECT coalesce(title, slug) AS t, published::date AS d, views * 2 AS v2, CASE WHEN views > 5 THEN 'a' ELSE 'b' END AS c FROM cms.nodes
CREATE VIEW cms.v AS SELECT upper(title), lower(slug), length(body) FROM cms.nodes
CREATE VIEW cms.v AS SELECT upper(title), upper(slug) FROM cms.nodes
CREATE VIEW cms.v AS SELECT body FROM cms.nodes n JOIN cms.revisions r ON r.node = n.node_id
CREATE VIEW cms.v AS SELECT n.body FROM cms.nodes n JOIN cms.revisions r USING (node)
CREATE VIEW cms.v AS SELECT node, tag, uses FROM cms.node_tags JOIN cms.tags USING (tag)
CREATE VIEW cms.v AS SELECT * FROM (SELECT tag FROM cms.tags) t WHERE tag > 'a'
CREATE VIEW cms.v AS WITH x AS (SELECT tag FROM cms.tags) SELECT x.tag FROM x
CREATE VIEW cms.v AS SELECT generate_series(1, 3) AS n
CREATE VIEW cms.v AS SELECT g FROM generate_series(1, 3) g
CREATE VIEW cms.v AS SELECT t.tag, x.c FROM cms.tags t CROSS JOIN LATERAL (SELECT count(*) AS c FROM cms.node_tags nt WHERE nt.tag = t.tag) x
CREATE VIEW cms.v AS SELECT tag FROM cms.tags WHERE uses > (SELECT avg(uses) FROM cms.tags)
CREATE VIEW cms.v AS SELECT tag FROM cms.tags WHERE tag = 5
CREATE VIEW cms.v AS SELECT tag || uses AS x FROM cms.tags
CREATE VIEW cms.v AS SELECT tag + uses AS x FROM cms.tags
CREATE VIEW cms.v AS SELECT meta ->> 'a' AS a, meta -> 'b' AS b FROM cms.nodes
CREATE VIEW cms.v AS SELECT row_number() OVER (PARTITION BY author ORDER BY published) AS n, title FROM cms.nodes
CREATE VIEW cms.v AS SELECT title AS "My Title", "slug" FROM cms.nodes AS n (a, b, c, slug)
CREATE VIEW cms.v AS SELECT nodes.title FROM cms.nodes
CREATE VIEW cms.v AS SELECT cms.nodes.title FROM cms.nodes
CREATE VIEW cms.v AS SELECT nodes.title FROM cms.nodes n
CREATE VIEW cms.v (a) AS SELECT tag, uses FROM cms.tags
CREATE VIEW cms.v AS SELECT n FROM cms.nodes n
CREATE VIEW cms.v AS SELECT (poi).label FROM cms.nodes
CREATE VIEW cms.v AS SELECT tags[1], poi IS NULL AS no FROM cms.nodes
CREATE MATERIALIZED VIEW cms.m AS SELECT tag, uses FROM cms.tags
CREATE MATERIALIZED VIEW IF NOT EXISTS cms.popular AS SELECT 1
REFRESH MATERIALIZED VIEW CONCURRENTLY cms.popular WITH DATA
DROP MATERIALIZED VIEW cms.popular CASCADE
ALTER MATERIALIZED VIEW cms.popular OWNER TO CURRENT_USER
ALTER MATERIALIZED VIEW cms.popular SET SCHEMA public
ALTER MATERIALIZED VIEW cms.popular RENAME TO top
ALTER MATERIALIZED VIEW cms.popular ALTER COLUMN title SET STORAGE EXTERNAL
ALTER VIEW cms.bylines RENAME COLUMN pen_name TO author
ALTER VIEW cms.bylines SET SCHEMA public
ALTER VIEW cms.live_nodes RENAME COLUMN title TO headline
ALTER TABLE cms.nodes ADD CONSTRAINT fk FOREIGN KEY (parent, lang) REFERENCES cms.nodes (node_id, lang)
ALTER TABLE cms.nodes ADD CONSTRAINT u UNIQUE (lang, slug)
ALTER TABLE cms.nodes ADD CONSTRAINT c CHECK (size > 5)
ALTER TABLE cms.nodes ADD CONSTRAINT c CHECK (lang = 'de' OR parent IS NOT NULL)
ALTER TABLE cms.nodes ADD CONSTRAINT c CHECK (tags @> ARRAY['x'])
ALTER TABLE cms.nodes ADD CONSTRAINT c CHECK (search @@ to_tsquery('a'))
ALTER TABLE cms.nodes ADD CONSTRAINT c CHECK ((poi).label <> '')
ALTER TABLE cms.nodes ADD CONSTRAINT c CHECK (weight / 0 = 1)
ALTER TABLE cms.nodes ALTER COLUMN tags SET DEFAULT '{}', ALTER COLUMN tags SET NOT NULL
ALTER TABLE cms.nodes ALTER COLUMN kind SET DEFAULT 'nosuch'
ALTER TABLE cms.nodes ALTER COLUMN kind DROP DEFAULT, ALTER COLUMN kind TYPE varchar(20)
ALTER TABLE cms.nodes ALTER COLUMN weight TYPE text
ALTER TABLE cms.nodes ALTER COLUMN weight DROP DEFAULT, ALTER COLUMN weight TYPE text
ALTER TABLE cms.nodes ALTER COLUMN hits TYPE bigint
ALTER TABLE cms.nodes ALTER COLUMN changed TYPE date
ALTER TABLE cms.nodes ALTER COLUMN search TYPE tsvector USING to_tsvector('english', body)
ALTER TABLE cms.nodes ALTER COLUMN meta TYPE json
ALTER TABLE cms.nodes ALTER COLUMN author TYPE bigint
ALTER TABLE cms.nodes DROP COLUMN kind
ALTER TABLE cms.nodes DROP COLUMN meta, DROP COLUMN tags, DROP COLUMN hits
ALTER TABLE cms.nodes DROP COLUMN title CASCADE
ALTER TABLE cms.nodes DROP COLUMN parent
ALTER TABLE cms.nodes RENAME COLUMN author TO writer
ALTER TABLE cms.nodes SET SCHEMA public
ALTER TABLE cms.nodes SET UNLOGGED
ALTER TABLE cms.nodes SET LOGGED
ALTER TABLE cms.nodes SET (autovacuum_vacuum_scale_factor = 0.05)
ALTER TABLE cms.nodes FORCE ROW LEVEL SECURITY, DISABLE TRIGGER nodes_touch
ALTER TABLE cms.nodes CLUSTER ON nodes_pkey, SET WITHOUT CLUSTER
ALTER TABLE cms.nodes REPLICA IDENTITY USING INDEX nodes_slug_lang_uq
ALTER TABLE cms.nodes INHERIT cms.outline
ALTER TABLE cms.revisions ADD CONSTRAINT r CHECK (at <= now()) NOT VALID, ADD COLUMN note text
ALTER TABLE cms.revisions ADD COLUMN hash text GENERATED ALWAYS AS (md5(coalesce(body, ''))) STORED
ALTER TABLE cms.revisions ALTER COLUMN node DROP NOT NULL
ALTER TABLE cms.revisions ALTER CONSTRAINT revisions_node_fk NOT DEFERRABLE
ALTER TABLE cms.revisions DROP CONSTRAINT revisions_node_fk, DROP CONSTRAINT revisions_author_fk
ALTER TABLE cms.revisions RENAME TO history
ALTER TABLE cms.revisions SET UNLOGGED
ALTER TABLE cms.comments ADD COLUMN edited timestamptz DEFAULT now(), ADD COLUMN ip inet
ALTER TABLE cms.comments ALTER COLUMN wrote SET DEFAULT now()
ALTER TABLE cms.comments ALTER COLUMN text TYPE varchar(5000)
ALTER TABLE cms.comments ALTER COLUMN reply_to TYPE integer
ALTER TABLE cms.comments DROP COLUMN mail
ALTER TABLE cms.comments ADD UNIQUE (node, wrote), ADD CHECK (node > 0)
ALTER TABLE cms.comments ATTACH PARTITION cms.revisions FOR VALUES FROM (MINVALUE) TO (MAXVALUE)
ALTER TABLE cms.comments SET SCHEMA public
ALTER TABLE cms.comments_new ADD PRIMARY KEY (comment_id)
ALTER TABLE cms.comments_new RENAME COLUMN text TO body
ALTER TABLE cms.comments_new ALTER COLUMN text TYPE varchar(10)
CREATE INDEX ON cms.comments (lower(mail)) WHERE NOT spam
CREATE INDEX ON ONLY cms.comments (spam)
CREATE INDEX ON cms.comments_old USING brin (wrote)
CREATE TABLE cms.c2 PARTITION OF cms.comments FOR VALUES FROM ('2030-01-01') TO ('2029-01-01')
CREATE TABLE cms.c2 (LIKE cms.comments INCLUDING ALL EXCLUDING INDEXES)
CREATE TABLE cms.c2 (id smallserial PRIMARY KEY, kind cms.kind DEFAULT 'page', slug cms.slug UNIQUE, lang cms.locale, poi cms.point_of_interest, name text COLLATE cms.german)
CREATE TABLE cms.c2 (a int, b text GENERATED ALWAYS AS (a::text) STORED, c date DEFAULT 'nodate')
CREATE TABLE cms.c2 (a int REFERENCES cms.live_nodes)
CREATE TABLE cms.c2 (a bigint REFERENCES cms.nodes ON DELETE SET NULL, b text REFERENCES cms.tags ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED)
CREATE TABLE cms.c2 (a text REFERENCES cms.media (file), b uuid REFERENCES cms.media)
CREATE TABLE cms.c2 (id int, EXCLUDE (id WITH =))
CREATE TABLE cms.c2 (id int, body text, EXCLUDE USING gist (body WITH &&))
CREATE TABLE cms.c2 OF cms.nosuch
CREATE TABLE "cms"."Nodes" ("ID" int PRIMARY KEY)
CREATE TABLE cms.select (id int)
CREATE TABLE cms.c2 (select int)
CREATE TABLE cms.c2 ("select" int, "From" text, CHECK ("From" <> ''))
DROP TABLE cms.authors
DROP TABLE cms.authors, cms.nodes CASCADE
DROP TABLE cms.comments_old, cms.comments_new
DROP TABLE cms.outline
DROP SEQUENCE cms.outline_ids, cms.authors_author_id_seq
DROP TYPE cms.kind
DROP DOMAIN cms.locale CASCADE
DROP FUNCTION cms.touch CASCADE
DROP VIEW cms.tag_cloud, cms.latest, cms.everything
DROP INDEX cms.nodes_parent_idx CASCADE
DROP INDEX cms.authors_login_key
DROP TRIGGER nodes_touch ON cms.nodes
DROP POLICY IF EXISTS nodes_read ON cms.nodes
ALTER TYPE cms.point_of_interest ALTER ATTRIBUTE label TYPE varchar
ALTER TYPE cms.point_of_interest DROP ATTRIBUTE label
ALTER TYPE cms.kind ADD VALUE 'page'
ALTER DOMAIN cms.locale ADD CONSTRAINT lower_case CHECK (VALUE = lower(VALUE))
ALTER DOMAIN cms.slug DROP CONSTRAINT IF EXISTS nosuch
CREATE DOMAIN cms.percent AS numeric CHECK (VALUE BETWEEN 0 AND 100)
CREATE DOMAIN cms.bad AS int CHECK (VALUE > 'x')
CREATE TYPE cms.pair AS (a int, b nosuch)
CREATE FUNCTION cms.f(a int DEFAULT 1) RETURNS int LANGUAGE sql AS 'SELECT 1'
CREATE FUNCTION cms.f() RETURNS trigger LANGUAGE sql AS 'SELECT 1'
CREATE SEQUENCE cms.s MINVALUE 5 MAXVALUE 4
CREATE POLICY p ON cms.tags FOR DELETE USING (uses = 0)
CREATE POLICY p ON cms.tags FOR ALL USING (uses = 'x')
CREATE POLICY p ON cms.comments FOR SELECT USING (node IN (SELECT node_id FROM cms.nodes))
CREATE TRIGGER t BEFORE INSERT OR UPDATE ON cms.tags FOR EACH ROW WHEN (NEW.uses > 5) EXECUTE FUNCTION cms.touch()
CREATE TRIGGER t BEFORE INSERT ON cms.tags FOR EACH ROW WHEN (NEW.uses > 'x') EXECUTE FUNCTION cms.touch()
CREATE TRIGGER t AFTER INSERT ON cms.tags FOR EACH STATEMENT EXECUTE FUNCTION cms.touch()
CREATE RULE r AS ON UPDATE TO cms.latest DO INSTEAD NOTHING
UPDATE cms.latest SET rev = 1
UPDATE cms.editable_authors SET pen_name = 'x' WHERE author_id = 1
DELETE FROM cms.live_articles WHERE node_id = 1
DELETE FROM cms.tag_cloud
INSERT INTO cms.tag_cloud VALUES ('a', 1)
INSERT INTO cms.outline (id, path) SELECT node_id, slug FROM cms.nodes
SELECT n.title, a.pen_name FROM cms.nodes n JOIN cms.authors a ON a.author_id = n.author WHERE n.views > 5 ORDER BY n.title
SELECT title FROM cms.nodes FOR UPDATE
LOCK cms.nodes, cms.revisions IN SHARE ROW EXCLUSIVE MODE
