CREATE SCHEMA cms;
SET search_path = cms, public;
CREATE TYPE kind AS ENUM ('article', 'page', 'snippet');
CREATE TYPE point_of_interest AS (label text, at point);
CREATE DOMAIN slug AS text CHECK (VALUE ~ '^[a-z0-9-]+$');
CREATE DOMAIN locale AS varchar(5) DEFAULT 'en' NOT NULL;
CREATE COLLATION german (provider = libc, locale = 'C');
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE FUNCTION words(body text) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT array_length(regexp_split_to_array($1, E''\\s+''), 1)';
CREATE FUNCTION visible(p text) RETURNS boolean LANGUAGE plpgsql STABLE AS 'BEGIN RETURN true; END';
CREATE PROCEDURE purge() LANGUAGE plpgsql AS 'BEGIN NULL; END';
CREATE AGGREGATE join_all (text) (SFUNC = textcat, STYPE = text);
CREATE TABLE authors (
    author_id smallserial PRIMARY KEY,
    login name UNIQUE,
    pen_name text COLLATE german,
    born date,
    karma real DEFAULT 0.5,
    prefs json DEFAULT '{}',
    avatar bytea,
    active boolean NOT NULL DEFAULT true
);
CREATE TABLE nodes (
    node_id bigint PRIMARY KEY,
    parent bigint REFERENCES nodes ON DELETE CASCADE,
    kind kind NOT NULL DEFAULT 'article',
    slug slug NOT NULL,
    title varchar(80) NOT NULL,
    body text,
    lang locale,
    author smallint,
    weight integer DEFAULT 100,
    published timestamptz,
    changed timestamptz DEFAULT now(),
    changed_local timestamp,
    views integer NOT NULL DEFAULT 0,
    hits bigint,
    score double precision,
    meta jsonb NOT NULL DEFAULT '{}'::jsonb,
    tags varchar(20)[],
    search tsvector,
    size integer GENERATED ALWAYS AS (length(body)) STORED,
    poi point_of_interest,
    CONSTRAINT nodes_author_fk FOREIGN KEY (author) REFERENCES authors (author_id),
    CONSTRAINT nodes_slug_lang_uq UNIQUE (slug, lang),
    CONSTRAINT no_own_parent CHECK (parent <> node_id),
    CONSTRAINT title_long CHECK (char_length(title) >= 3)
);
CREATE INDEX nodes_parent_idx ON nodes (parent);
CREATE INDEX nodes_published_idx ON nodes (published DESC NULLS LAST) WHERE published IS NOT NULL;
CREATE INDEX nodes_search_idx ON nodes USING gin (search);
CREATE INDEX nodes_title_idx ON nodes (title COLLATE "C" varchar_pattern_ops);
CREATE INDEX nodes_words_idx ON nodes (words(body));
CREATE INDEX nodes_changed_brin ON nodes USING brin (changed);
CREATE UNIQUE INDEX nodes_hits_idx ON nodes (hits);
CREATE TABLE revisions (
    node bigint NOT NULL,
    rev integer NOT NULL,
    body text,
    by_author smallint,
    at timestamp NOT NULL DEFAULT LOCALTIMESTAMP,
    PRIMARY KEY (node, rev),
    CONSTRAINT revisions_node_fk FOREIGN KEY (node) REFERENCES nodes ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
);
ALTER TABLE revisions ADD CONSTRAINT revisions_author_fk FOREIGN KEY (by_author) REFERENCES authors NOT VALID;
CREATE TABLE tags (tag text PRIMARY KEY, synonym text REFERENCES tags (tag) ON UPDATE CASCADE, uses int);
CREATE TABLE node_tags (node bigint REFERENCES nodes ON DELETE CASCADE, tag text REFERENCES tags, pos int, UNIQUE (node, tag));
CREATE TABLE comments (
    comment_id bigint GENERATED ALWAYS AS IDENTITY,
    node bigint NOT NULL,
    wrote timestamptz NOT NULL,
    mail varchar(100),
    text text NOT NULL,
    spam boolean,
    reply_to bigint
) PARTITION BY RANGE (wrote);
CREATE TABLE comments_old PARTITION OF comments FOR VALUES FROM (MINVALUE) TO ('2026-01-01 00:00+00');
CREATE TABLE comments_new PARTITION OF comments FOR VALUES FROM ('2026-01-01 00:00+00') TO (MAXVALUE);
CREATE TABLE media (media_id uuid PRIMARY KEY, file text UNIQUE, mime varchar(50), width int, height int, taken timestamp with time zone, area box, license char(8));
CREATE TABLE media_log (media uuid, what text, at timestamptz);
CREATE TABLE redirects (source varchar(255), target varchar(255), code smallint DEFAULT 301, note text);
CREATE UNIQUE INDEX redirects_source_idx ON redirects (source);
CREATE UNIQUE INDEX redirects_pair_idx ON redirects (source, target);
CREATE TABLE sessions (token text PRIMARY KEY, who smallint, until timestamptz) WITH (fillfactor = 50);
CREATE TABLE outline (id int PRIMARY KEY, path text);
CREATE TABLE "Page Views" ("Day" date NOT NULL, "Node" bigint, "Count" int DEFAULT 0, PRIMARY KEY ("Day", "Node"));
CREATE VIEW live_nodes AS SELECT node_id, slug, title, author, published, views FROM nodes WHERE published <= now();
CREATE VIEW live_articles AS SELECT node_id, title FROM live_nodes WHERE views > 10;
CREATE VIEW bylines AS SELECT n.node_id, a.pen_name, a.login FROM nodes n LEFT JOIN authors a ON a.author_id = n.author;
CREATE VIEW everything AS SELECT * FROM revisions;
CREATE VIEW latest AS SELECT node, max(rev) AS rev FROM revisions GROUP BY node;
CREATE VIEW tag_cloud (label, n) AS SELECT t.tag, count(nt.node) FROM tags t LEFT JOIN node_tags nt ON nt.tag = t.tag GROUP BY t.tag;
CREATE VIEW editable_authors AS SELECT author_id, pen_name, active FROM authors WHERE active WITH LOCAL CHECK OPTION;
CREATE MATERIALIZED VIEW popular AS SELECT node_id, title, views FROM live_nodes ORDER BY views DESC;
CREATE UNIQUE INDEX popular_node_key ON popular (node_id);
CREATE INDEX popular_views_idx ON popular (views);
CREATE MATERIALIZED VIEW comment_count AS SELECT node, count(*) AS n FROM comments GROUP BY node;
CREATE TRIGGER nodes_touch BEFORE INSERT OR UPDATE OF title, body ON nodes FOR EACH ROW EXECUTE FUNCTION touch();
CREATE TRIGGER nodes_stats AFTER UPDATE ON nodes FOR EACH ROW WHEN (OLD.views IS DISTINCT FROM NEW.views) EXECUTE FUNCTION touch();
CREATE TRIGGER live_insert INSTEAD OF INSERT ON live_nodes FOR EACH ROW EXECUTE FUNCTION touch();
CREATE TRIGGER comments_touch AFTER INSERT ON comments FOR EACH ROW EXECUTE FUNCTION touch();
CREATE RULE bylines_update AS ON UPDATE TO bylines DO INSTEAD UPDATE authors SET pen_name = NEW.pen_name WHERE author_id = 1;
CREATE RULE media_logged AS ON INSERT TO media DO ALSO INSERT INTO media_log VALUES (NEW.media_id, 'added', now());
CREATE RULE redirects_keep AS ON DELETE TO redirects WHERE OLD.code = 410 DO INSTEAD NOTHING;
ALTER TABLE nodes ENABLE ROW LEVEL SECURITY;
CREATE POLICY nodes_read ON nodes FOR SELECT USING (published IS NOT NULL AND visible(slug));
CREATE POLICY nodes_write ON nodes FOR UPDATE USING (author IN (SELECT author_id FROM authors WHERE active)) WITH CHECK (true);
ALTER TABLE comments ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY comments_all ON comments USING (NOT spam);
CREATE STATISTICS nodes_st (ndistinct, mcv) ON kind, lang, author FROM nodes;
CREATE SEQUENCE outline_ids OWNED BY outline.id;
COMMENT ON COLUMN nodes.weight IS 'heavy sinks';
