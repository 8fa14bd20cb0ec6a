--
-- PostgreSQL database dump
--

\restrict eI2ZAg6BwAaF5s4aylpnlT5MPF5hnr6e4cxaflTPnGhhTw4Cr9EYMvEnZrUOxlv

-- Dumped from database version 15.19
-- Dumped by pg_dump version 15.18 (Debian 15.18-0+deb12u1)

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

--
-- Name: cms; Type: SCHEMA; Schema: -; Owner: postgres
--

CREATE SCHEMA cms;


ALTER SCHEMA cms OWNER TO postgres;

--
-- Name: german; Type: COLLATION; Schema: cms; Owner: postgres
--

CREATE COLLATION cms.german (provider = libc, locale = 'C');


ALTER COLLATION cms.german OWNER TO postgres;

--
-- Name: kind; Type: TYPE; Schema: cms; Owner: postgres
--

CREATE TYPE cms.kind AS ENUM (
    'article',
    'page',
    'snippet'
);


ALTER TYPE cms.kind OWNER TO postgres;

--
-- Name: locale; Type: DOMAIN; Schema: cms; Owner: postgres
--

CREATE DOMAIN cms.locale AS character varying(5) NOT NULL DEFAULT 'en'::character varying;


ALTER DOMAIN cms.locale OWNER TO postgres;

--
-- Name: point_of_interest; Type: TYPE; Schema: cms; Owner: postgres
--

CREATE TYPE cms.point_of_interest AS (
	label text,
	at point
);


ALTER TYPE cms.point_of_interest OWNER TO postgres;

--
-- Name: slug; Type: DOMAIN; Schema: cms; Owner: postgres
--

CREATE DOMAIN cms.slug AS text
	CONSTRAINT slug_check CHECK ((VALUE ~ '^[a-z0-9-]+$'::text));


ALTER DOMAIN cms.slug OWNER TO postgres;

--
-- Name: purge(); Type: PROCEDURE; Schema: cms; Owner: postgres
--

CREATE PROCEDURE cms.purge()
    LANGUAGE plpgsql
    AS $$BEGIN NULL; END$$;


ALTER PROCEDURE cms.purge() OWNER TO postgres;

--
-- Name: touch(); Type: FUNCTION; Schema: cms; Owner: postgres
--

CREATE FUNCTION cms.touch() RETURNS trigger
    LANGUAGE plpgsql
    AS $$BEGIN RETURN NEW; END$$;


ALTER FUNCTION cms.touch() OWNER TO postgres;

--
-- Name: visible(text); Type: FUNCTION; Schema: cms; Owner: postgres
--

CREATE FUNCTION cms.visible(p text) RETURNS boolean
    LANGUAGE plpgsql STABLE
    AS $$BEGIN RETURN true; END$$;


ALTER FUNCTION cms.visible(p text) OWNER TO postgres;

--
-- Name: words(text); Type: FUNCTION; Schema: cms; Owner: postgres
--

CREATE FUNCTION cms.words(body text) RETURNS integer
    LANGUAGE sql IMMUTABLE
    AS $_$SELECT array_length(regexp_split_to_array($1, E'\\s+'), 1)$_$;


ALTER FUNCTION cms.words(body text) OWNER TO postgres;

--
-- Name: join_all(text); Type: AGGREGATE; Schema: cms; Owner: postgres
--

CREATE AGGREGATE cms.join_all(text) (
    SFUNC = textcat,
    STYPE = text
);


ALTER AGGREGATE cms.join_all(text) OWNER TO postgres;

SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: Page Views; Type: TABLE; Schema: cms; Owner: postgres
--

CREATE TABLE cms."Page Views" (
    "Day" date NOT NULL,
    "Node" bigint NOT NULL,
    "Count" integer DEFAULT 0
);


ALTER TABLE cms."Page Views" OWNER TO postgres;

--
-- Name: authors; Type: TABLE; Schema: cms; Owner: postgres
--

CREATE TABLE cms.authors (
    author_id smallint NOT NULL,
    login name,
    pen_name text COLLATE cms.german,
    born date,
    karma real DEFAULT 0.5,
    prefs json DEFAULT '{}'::json,
    avatar bytea,
    active boolean DEFAULT true NOT NULL
);


ALTER TABLE cms.authors OWNER TO postgres;

--
-- Name: authors_author_id_seq; Type: SEQUENCE; Schema: cms; Owner: postgres
--

CREATE SEQUENCE cms.authors_author_id_seq
    AS smallint
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


ALTER TABLE cms.authors_author_id_seq OWNER TO postgres;

--
-- Name: authors_author_id_seq; Type: SEQUENCE OWNED BY; Schema: cms; Owner: postgres
--

ALTER SEQUENCE cms.authors_author_id_seq OWNED BY cms.authors.author_id;


--
-- Name: nodes; Type: TABLE; Schema: cms; Owner: postgres
--

CREATE TABLE cms.nodes (
    node_id bigint NOT NULL,
    parent bigint,
    kind cms.kind DEFAULT 'article'::cms.kind NOT NULL,
    slug cms.slug NOT NULL,
    title character varying(80) NOT NULL,
    body text,
    lang cms.locale,
    author smallint,
    weight integer DEFAULT 100,
    published timestamp with time zone,
    changed timestamp with time zone DEFAULT now(),
    changed_local timestamp without time zone,
    views integer DEFAULT 0 NOT NULL,
    hits bigint,
    score double precision,
    meta jsonb DEFAULT '{}'::jsonb NOT NULL,
    tags character varying(20)[],
    search tsvector,
    size integer GENERATED ALWAYS AS (length(body)) STORED,
    poi cms.point_of_interest,
    CONSTRAINT no_own_parent CHECK ((parent <> node_id)),
    CONSTRAINT title_long CHECK ((char_length((title)::text) >= 3))
);


ALTER TABLE cms.nodes OWNER TO postgres;

--
-- Name: COLUMN nodes.weight; Type: COMMENT; Schema: cms; Owner: postgres
--

COMMENT ON COLUMN cms.nodes.weight IS 'heavy sinks';


--
-- Name: bylines; Type: VIEW; Schema: cms; Owner: postgres
--

CREATE VIEW cms.bylines AS
 SELECT n.node_id,
    a.pen_name,
    a.login
   FROM (cms.nodes n
     LEFT JOIN cms.authors a ON ((a.author_id = n.author)));


ALTER TABLE cms.bylines OWNER TO postgres;

--
-- Name: comments; Type: TABLE; Schema: cms; Owner: postgres
--

CREATE TABLE cms.comments (
    comment_id bigint NOT NULL,
    node bigint NOT NULL,
    wrote timestamp with time zone NOT NULL,
    mail character varying(100),
    text text NOT NULL,
    spam boolean,
    reply_to bigint
)
PARTITION BY RANGE (wrote);

ALTER TABLE ONLY cms.comments FORCE ROW LEVEL SECURITY;


ALTER TABLE cms.comments OWNER TO postgres;

--
-- Name: comment_count; Type: MATERIALIZED VIEW; Schema: cms; Owner: postgres
--

CREATE MATERIALIZED VIEW cms.comment_count AS
 SELECT comments.node,
    count(*) AS n
   FROM cms.comments
  GROUP BY comments.node
  WITH NO DATA;


ALTER TABLE cms.comment_count OWNER TO postgres;

--
-- Name: comments_comment_id_seq; Type: SEQUENCE; Schema: cms; Owner: postgres
--

ALTER TABLE cms.comments ALTER COLUMN comment_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME cms.comments_comment_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: comments_new; Type: TABLE; Schema: cms; Owner: postgres
--

CREATE TABLE cms.comments_new (
    comment_id bigint NOT NULL,
    node bigint NOT NULL,
    wrote timestamp with time zone NOT NULL,
    mail character varying(100),
    text text NOT NULL,
    spam boolean,
    reply_to bigint
);


ALTER TABLE cms.comments_new OWNER TO postgres;

--
-- Name: comments_old; Type: TABLE; Schema: cms; Owner: postgres
--

CREATE TABLE cms.comments_old (
    comment_id bigint NOT NULL,
    node bigint NOT NULL,
    wrote timestamp with time zone NOT NULL,
    mail character varying(100),
    text text NOT NULL,
    spam boolean,
    reply_to bigint
);


ALTER TABLE cms.comments_old OWNER TO postgres;

--
-- Name: editable_authors; Type: VIEW; Schema: cms; Owner: postgres
--

CREATE VIEW cms.editable_authors AS
 SELECT authors.author_id,
    authors.pen_name,
    authors.active
   FROM cms.authors
  WHERE authors.active
  WITH LOCAL CHECK OPTION;


ALTER TABLE cms.editable_authors OWNER TO postgres;

--
-- Name: revisions; Type: TABLE; Schema: cms; Owner: postgres
--

CREATE TABLE cms.revisions (
    node bigint NOT NULL,
    rev integer NOT NULL,
    body text,
    by_author smallint,
    at timestamp without time zone DEFAULT LOCALTIMESTAMP NOT NULL
);


ALTER TABLE cms.revisions OWNER TO postgres;

--
-- Name: everything; Type: VIEW; Schema: cms; Owner: postgres
--

CREATE VIEW cms.everything AS
 SELECT revisions.node,
    revisions.rev,
    revisions.body,
    revisions.by_author,
    revisions.at
   FROM cms.revisions;


ALTER TABLE cms.everything OWNER TO postgres;

--
-- Name: latest; Type: VIEW; Schema: cms; Owner: postgres
--

CREATE VIEW cms.latest AS
 SELECT revisions.node,
    max(revisions.rev) AS rev
   FROM cms.revisions
  GROUP BY revisions.node;


ALTER TABLE cms.latest OWNER TO postgres;

--
-- Name: live_nodes; Type: VIEW; Schema: cms; Owner: postgres
--

CREATE VIEW cms.live_nodes AS
 SELECT nodes.node_id,
    nodes.slug,
    nodes.title,
    nodes.author,
    nodes.published,
    nodes.views
   FROM cms.nodes
  WHERE (nodes.published <= now());


ALTER TABLE cms.live_nodes OWNER TO postgres;

--
-- Name: live_articles; Type: VIEW; Schema: cms; Owner: postgres
--

CREATE VIEW cms.live_articles AS
 SELECT live_nodes.node_id,
    live_nodes.title
   FROM cms.live_nodes
  WHERE (live_nodes.views > 10);


ALTER TABLE cms.live_articles OWNER TO postgres;

--
-- Name: media; Type: TABLE; Schema: cms; Owner: postgres
--

CREATE TABLE cms.media (
    media_id uuid NOT NULL,
    file text,
    mime character varying(50),
    width integer,
    height integer,
    taken timestamp with time zone,
    area box,
    license character(8)
);


ALTER TABLE cms.media OWNER TO postgres;

--
-- Name: media_log; Type: TABLE; Schema: cms; Owner: postgres
--

CREATE TABLE cms.media_log (
    media uuid,
    what text,
    at timestamp with time zone
);


ALTER TABLE cms.media_log OWNER TO postgres;

--
-- Name: node_tags; Type: TABLE; Schema: cms; Owner: postgres
--

CREATE TABLE cms.node_tags (
    node bigint,
    tag text,
    pos integer
);


ALTER TABLE cms.node_tags OWNER TO postgres;

--
-- Name: outline; Type: TABLE; Schema: cms; Owner: postgres
--

CREATE TABLE cms.outline (
    id integer NOT NULL,
    path text
);


ALTER TABLE cms.outline OWNER TO postgres;

--
-- Name: outline_ids; Type: SEQUENCE; Schema: cms; Owner: postgres
--

CREATE SEQUENCE cms.outline_ids
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


ALTER TABLE cms.outline_ids OWNER TO postgres;

--
-- Name: outline_ids; Type: SEQUENCE OWNED BY; Schema: cms; Owner: postgres
--

ALTER SEQUENCE cms.outline_ids OWNED BY cms.outline.id;


--
-- Name: popular; Type: MATERIALIZED VIEW; Schema: cms; Owner: postgres
--

CREATE MATERIALIZED VIEW cms.popular AS
 SELECT live_nodes.node_id,
    live_nodes.title,
    live_nodes.views
   FROM cms.live_nodes
  ORDER BY live_nodes.views DESC
  WITH NO DATA;


ALTER TABLE cms.popular OWNER TO postgres;

--
-- Name: redirects; Type: TABLE; Schema: cms; Owner: postgres
--

CREATE TABLE cms.redirects (
    source character varying(255),
    target character varying(255),
    code smallint DEFAULT 301,
    note text
);


ALTER TABLE cms.redirects OWNER TO postgres;

--
-- Name: sessions; Type: TABLE; Schema: cms; Owner: postgres
--

CREATE TABLE cms.sessions (
    token text NOT NULL,
    who smallint,
    until timestamp with time zone
)
WITH (fillfactor='50');


ALTER TABLE cms.sessions OWNER TO postgres;

--
-- Name: tags; Type: TABLE; Schema: cms; Owner: postgres
--

CREATE TABLE cms.tags (
    tag text NOT NULL,
    synonym text,
    uses integer
);


ALTER TABLE cms.tags OWNER TO postgres;

--
-- Name: tag_cloud; Type: VIEW; Schema: cms; Owner: postgres
--

CREATE VIEW cms.tag_cloud AS
 SELECT t.tag AS label,
    count(nt.node) AS n
   FROM (cms.tags t
     LEFT JOIN cms.node_tags nt ON ((nt.tag = t.tag)))
  GROUP BY t.tag;


ALTER TABLE cms.tag_cloud OWNER TO postgres;

--
-- Name: comments_new; Type: TABLE ATTACH; Schema: cms; Owner: postgres
--

ALTER TABLE ONLY cms.comments ATTACH PARTITION cms.comments_new FOR VALUES FROM ('2026-01-01 00:00:00+00') TO (MAXVALUE);


--
-- Name: comments_old; Type: TABLE ATTACH; Schema: cms; Owner: postgres
--

ALTER TABLE ONLY cms.comments ATTACH PARTITION cms.comments_old FOR VALUES FROM (MINVALUE) TO ('2026-01-01 00:00:00+00');


--
-- Name: authors author_id; Type: DEFAULT; Schema: cms; Owner: postgres
--

ALTER TABLE ONLY cms.authors ALTER COLUMN author_id SET DEFAULT nextval('cms.authors_author_id_seq'::regclass);


--
-- Name: Page Views Page Views_pkey; Type: CONSTRAINT; Schema: cms; Owner: postgres
--

ALTER TABLE ONLY cms."Page Views"
    ADD CONSTRAINT "Page Views_pkey" PRIMARY KEY ("Day", "Node");


--
-- Name: authors authors_login_key; Type: CONSTRAINT; Schema: cms; Owner: postgres
--

ALTER TABLE ONLY cms.authors
    ADD CONSTRAINT authors_login_key UNIQUE (login);


--
-- Name: authors authors_pkey; Type: CONSTRAINT; Schema: cms; Owner: postgres
--

ALTER TABLE ONLY cms.authors
    ADD CONSTRAINT authors_pkey PRIMARY KEY (author_id);


--
-- Name: media media_file_key; Type: CONSTRAINT; Schema: cms; Owner: postgres
--

ALTER TABLE ONLY cms.media
    ADD CONSTRAINT media_file_key UNIQUE (file);


--
-- Name: media media_pkey; Type: CONSTRAINT; Schema: cms; Owner: postgres
--

ALTER TABLE ONLY cms.media
    ADD CONSTRAINT media_pkey PRIMARY KEY (media_id);


--
-- Name: node_tags node_tags_node_tag_key; Type: CONSTRAINT; Schema: cms; Owner: postgres
--

ALTER TABLE ONLY cms.node_tags
    ADD CONSTRAINT node_tags_node_tag_key UNIQUE (node, tag);


--
-- Name: nodes nodes_pkey; Type: CONSTRAINT; Schema: cms; Owner: postgres
--

ALTER TABLE ONLY cms.nodes
    ADD CONSTRAINT nodes_pkey PRIMARY KEY (node_id);


--
-- Name: nodes nodes_slug_lang_uq; Type: CONSTRAINT; Schema: cms; Owner: postgres
--

ALTER TABLE ONLY cms.nodes
    ADD CONSTRAINT nodes_slug_lang_uq UNIQUE (slug, lang);


--
-- Name: outline outline_pkey; Type: CONSTRAINT; Schema: cms; Owner: postgres
--

ALTER TABLE ONLY cms.outline
    ADD CONSTRAINT outline_pkey PRIMARY KEY (id);


--
-- Name: revisions revisions_pkey; Type: CONSTRAINT; Schema: cms; Owner: postgres
--

ALTER TABLE ONLY cms.revisions
    ADD CONSTRAINT revisions_pkey PRIMARY KEY (node, rev);


--
-- Name: sessions sessions_pkey; Type: CONSTRAINT; Schema: cms; Owner: postgres
--

ALTER TABLE ONLY cms.sessions
    ADD CONSTRAINT sessions_pkey PRIMARY KEY (token);


--
-- Name: tags tags_pkey; Type: CONSTRAINT; Schema: cms; Owner: postgres
--

ALTER TABLE ONLY cms.tags
    ADD CONSTRAINT tags_pkey PRIMARY KEY (tag);


--
-- Name: nodes_changed_brin; Type: INDEX; Schema: cms; Owner: postgres
--

CREATE INDEX nodes_changed_brin ON cms.nodes USING brin (changed);


--
-- Name: nodes_hits_idx; Type: INDEX; Schema: cms; Owner: postgres
--

CREATE UNIQUE INDEX nodes_hits_idx ON cms.nodes USING btree (hits);


--
-- Name: nodes_parent_idx; Type: INDEX; Schema: cms; Owner: postgres
--

CREATE INDEX nodes_parent_idx ON cms.nodes USING btree (parent);


--
-- Name: nodes_published_idx; Type: INDEX; Schema: cms; Owner: postgres
--

CREATE INDEX nodes_published_idx ON cms.nodes USING btree (published DESC NULLS LAST) WHERE (published IS NOT NULL);


--
-- Name: nodes_search_idx; Type: INDEX; Schema: cms; Owner: postgres
--

CREATE INDEX nodes_search_idx ON cms.nodes USING gin (search);


--
-- Name: nodes_title_idx; Type: INDEX; Schema: cms; Owner: postgres
--

CREATE INDEX nodes_title_idx ON cms.nodes USING btree (title COLLATE "C" varchar_pattern_ops);


--
-- Name: nodes_words_idx; Type: INDEX; Schema: cms; Owner: postgres
--

CREATE INDEX nodes_words_idx ON cms.nodes USING btree (cms.words(body));


--
-- Name: popular_node_key; Type: INDEX; Schema: cms; Owner: postgres
--

CREATE UNIQUE INDEX popular_node_key ON cms.popular USING btree (node_id);


--
-- Name: popular_views_idx; Type: INDEX; Schema: cms; Owner: postgres
--

CREATE INDEX popular_views_idx ON cms.popular USING btree (views);


--
-- Name: redirects_pair_idx; Type: INDEX; Schema: cms; Owner: postgres
--

CREATE UNIQUE INDEX redirects_pair_idx ON cms.redirects USING btree (source, target);


--
-- Name: redirects_source_idx; Type: INDEX; Schema: cms; Owner: postgres
--

CREATE UNIQUE INDEX redirects_source_idx ON cms.redirects USING btree (source);


--
-- Name: nodes_st; Type: STATISTICS; Schema: cms; Owner: postgres
--

CREATE STATISTICS cms.nodes_st (ndistinct, mcv) ON kind, lang, author FROM cms.nodes;


ALTER STATISTICS cms.nodes_st OWNER TO postgres;

--
-- Name: bylines bylines_update; Type: RULE; Schema: cms; Owner: postgres
--

CREATE RULE bylines_update AS
    ON UPDATE TO cms.bylines DO INSTEAD  UPDATE cms.authors SET pen_name = new.pen_name
  WHERE (authors.author_id = 1);


--
-- Name: media media_logged; Type: RULE; Schema: cms; Owner: postgres
--

CREATE RULE media_logged AS
    ON INSERT TO cms.media DO  INSERT INTO cms.media_log (media, what, at)
  VALUES (new.media_id, 'added'::text, now());


--
-- Name: redirects redirects_keep; Type: RULE; Schema: cms; Owner: postgres
--

CREATE RULE redirects_keep AS
    ON DELETE TO cms.redirects
   WHERE (old.code = 410) DO INSTEAD NOTHING;


--
-- Name: comments comments_touch; Type: TRIGGER; Schema: cms; Owner: postgres
--

CREATE TRIGGER comments_touch AFTER INSERT ON cms.comments FOR EACH ROW EXECUTE FUNCTION cms.touch();


--
-- Name: live_nodes live_insert; Type: TRIGGER; Schema: cms; Owner: postgres
--

CREATE TRIGGER live_insert INSTEAD OF INSERT ON cms.live_nodes FOR EACH ROW EXECUTE FUNCTION cms.touch();


--
-- Name: nodes nodes_stats; Type: TRIGGER; Schema: cms; Owner: postgres
--

CREATE TRIGGER nodes_stats AFTER UPDATE ON cms.nodes FOR EACH ROW WHEN ((old.views IS DISTINCT FROM new.views)) EXECUTE FUNCTION cms.touch();


--
-- Name: nodes nodes_touch; Type: TRIGGER; Schema: cms; Owner: postgres
--

CREATE TRIGGER nodes_touch BEFORE INSERT OR UPDATE OF title, body ON cms.nodes FOR EACH ROW EXECUTE FUNCTION cms.touch();


--
-- Name: node_tags node_tags_node_fkey; Type: FK CONSTRAINT; Schema: cms; Owner: postgres
--

ALTER TABLE ONLY cms.node_tags
    ADD CONSTRAINT node_tags_node_fkey FOREIGN KEY (node) REFERENCES cms.nodes(node_id) ON DELETE CASCADE;


--
-- Name: node_tags node_tags_tag_fkey; Type: FK CONSTRAINT; Schema: cms; Owner: postgres
--

ALTER TABLE ONLY cms.node_tags
    ADD CONSTRAINT node_tags_tag_fkey FOREIGN KEY (tag) REFERENCES cms.tags(tag);


--
-- Name: nodes nodes_author_fk; Type: FK CONSTRAINT; Schema: cms; Owner: postgres
--

ALTER TABLE ONLY cms.nodes
    ADD CONSTRAINT nodes_author_fk FOREIGN KEY (author) REFERENCES cms.authors(author_id);


--
-- Name: nodes nodes_parent_fkey; Type: FK CONSTRAINT; Schema: cms; Owner: postgres
--

ALTER TABLE ONLY cms.nodes
    ADD CONSTRAINT nodes_parent_fkey FOREIGN KEY (parent) REFERENCES cms.nodes(node_id) ON DELETE CASCADE;


--
-- Name: revisions revisions_author_fk; Type: FK CONSTRAINT; Schema: cms; Owner: postgres
--

ALTER TABLE ONLY cms.revisions
    ADD CONSTRAINT revisions_author_fk FOREIGN KEY (by_author) REFERENCES cms.authors(author_id) NOT VALID;


--
-- Name: revisions revisions_node_fk; Type: FK CONSTRAINT; Schema: cms; Owner: postgres
--

ALTER TABLE ONLY cms.revisions
    ADD CONSTRAINT revisions_node_fk FOREIGN KEY (node) REFERENCES cms.nodes(node_id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED;


--
-- Name: tags tags_synonym_fkey; Type: FK CONSTRAINT; Schema: cms; Owner: postgres
--

ALTER TABLE ONLY cms.tags
    ADD CONSTRAINT tags_synonym_fkey FOREIGN KEY (synonym) REFERENCES cms.tags(tag) ON UPDATE CASCADE;


--
-- Name: comments; Type: ROW SECURITY; Schema: cms; Owner: postgres
--

ALTER TABLE cms.comments ENABLE ROW LEVEL SECURITY;

--
-- Name: comments comments_all; Type: POLICY; Schema: cms; Owner: postgres
--

CREATE POLICY comments_all ON cms.comments USING ((NOT spam));


--
-- Name: nodes; Type: ROW SECURITY; Schema: cms; Owner: postgres
--

ALTER TABLE cms.nodes ENABLE ROW LEVEL SECURITY;

--
-- Name: nodes nodes_read; Type: POLICY; Schema: cms; Owner: postgres
--

CREATE POLICY nodes_read ON cms.nodes FOR SELECT USING (((published IS NOT NULL) AND cms.visible((slug)::text)));


--
-- Name: nodes nodes_write; Type: POLICY; Schema: cms; Owner: postgres
--

CREATE POLICY nodes_write ON cms.nodes FOR UPDATE USING ((author IN ( SELECT authors.author_id
   FROM cms.authors
  WHERE authors.active))) WITH CHECK (true);


--
-- PostgreSQL database dump complete
--

\unrestrict eI2ZAg6BwAaF5s4aylpnlT5MPF5hnr6e4cxaflTPnGhhTw4Cr9EYMvEnZrUOxlv

