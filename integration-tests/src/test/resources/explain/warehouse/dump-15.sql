--
-- PostgreSQL database dump
--

\restrict evmW70NvIC7lP4AQNSziUlqQeXHiDUsnd6zkaD6d0Jz1zObdYln5qjgUtMna8zg

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
-- Name: btree_gist; Type: EXTENSION; Schema: -; Owner: -
--

CREATE EXTENSION IF NOT EXISTS btree_gist WITH SCHEMA public;


--
-- Name: EXTENSION btree_gist; Type: COMMENT; Schema: -; Owner: 
--

COMMENT ON EXTENSION btree_gist IS 'support for indexing common datatypes in GiST';


--
-- Name: pct; Type: DOMAIN; Schema: public; Owner: postgres
--

CREATE DOMAIN public.pct AS numeric(5,2)
	CONSTRAINT pct_check CHECK (((VALUE >= (0)::numeric) AND (VALUE <= (100)::numeric)));


ALTER DOMAIN public.pct OWNER TO postgres;

--
-- Name: size_mm; Type: TYPE; Schema: public; Owner: postgres
--

CREATE TYPE public.size_mm AS (
	w integer,
	h integer,
	d integer
);


ALTER TYPE public.size_mm OWNER TO postgres;

--
-- Name: sku; Type: DOMAIN; Schema: public; Owner: postgres
--

CREATE DOMAIN public.sku AS character varying(24)
	CONSTRAINT sku_check CHECK (((VALUE)::text ~ '^[A-Z0-9-]+$'::text));


ALTER DOMAIN public.sku OWNER TO postgres;

--
-- Name: unit; Type: TYPE; Schema: public; Owner: postgres
--

CREATE TYPE public.unit AS ENUM (
    'kg',
    'l',
    'piece'
);


ALTER TYPE public.unit OWNER TO postgres;

--
-- Name: next_code(); Type: FUNCTION; Schema: public; Owner: postgres
--

CREATE FUNCTION public.next_code() RETURNS text
    LANGUAGE sql
    AS $$ SELECT 'C' || nextval('shared_seq') $$;


ALTER FUNCTION public.next_code() OWNER TO postgres;

--
-- Name: notify_change(); Type: FUNCTION; Schema: public; Owner: postgres
--

CREATE FUNCTION public.notify_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ begin perform pg_notify('c', TG_TABLE_NAME); return null; end $$;


ALTER FUNCTION public.notify_change() OWNER TO postgres;

--
-- Name: vat(numeric, numeric); Type: FUNCTION; Schema: public; Owner: postgres
--

CREATE FUNCTION public.vat(amount numeric, rate numeric DEFAULT 0.19) RETURNS numeric
    LANGUAGE sql IMMUTABLE
    AS $$ SELECT amount * rate $$;


ALTER FUNCTION public.vat(amount numeric, rate numeric) OWNER TO postgres;

SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: Mixed Case; Type: TABLE; Schema: public; Owner: postgres
--

CREATE TABLE public."Mixed Case" (
    "Id" integer NOT NULL,
    "The Value" character varying(10),
    "select" integer,
    CONSTRAINT "Mixed Case_The Value_check" CHECK ((("The Value")::text <> ''::text))
);


ALTER TABLE public."Mixed Case" OWNER TO postgres;

--
-- Name: Mixed Case_Id_seq; Type: SEQUENCE; Schema: public; Owner: postgres
--

CREATE SEQUENCE public."Mixed Case_Id_seq"
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


ALTER TABLE public."Mixed Case_Id_seq" OWNER TO postgres;

--
-- Name: Mixed Case_Id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: postgres
--

ALTER SEQUENCE public."Mixed Case_Id_seq" OWNED BY public."Mixed Case"."Id";


--
-- Name: articles; Type: TABLE; Schema: public; Owner: postgres
--

CREATE TABLE public.articles (
    id bigint NOT NULL,
    sku public.sku NOT NULL,
    title character varying(200) DEFAULT ''::character varying NOT NULL,
    unit public.unit DEFAULT 'piece'::public.unit NOT NULL,
    price numeric(12,2),
    price_vat numeric GENERATED ALWAYS AS ((price * 1.19)) STORED,
    dims public.size_mm,
    discount public.pct,
    attrs jsonb,
    tags text[] DEFAULT '{}'::text[] NOT NULL,
    replaced_by bigint,
    created timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT price_ok CHECK (((price IS NULL) OR (price >= (0)::numeric)))
);


ALTER TABLE public.articles OWNER TO postgres;

--
-- Name: stock; Type: TABLE; Schema: public; Owner: postgres
--

CREATE TABLE public.stock (
    site smallint NOT NULL,
    article bigint NOT NULL,
    qty numeric(14,3) DEFAULT 0 NOT NULL,
    min_qty numeric(14,3),
    counted_at timestamp(0) without time zone,
    batch integer[]
)
WITH (fillfactor='70');


ALTER TABLE public.stock OWNER TO postgres;

--
-- Name: article_list; Type: VIEW; Schema: public; Owner: postgres
--

CREATE VIEW public.article_list AS
 SELECT a.id,
    a.sku,
    a.title,
    s.qty
   FROM (public.articles a
     LEFT JOIN public.stock s ON ((s.article = a.id)));


ALTER TABLE public.article_list OWNER TO postgres;

--
-- Name: articles_id_seq; Type: SEQUENCE; Schema: public; Owner: postgres
--

ALTER TABLE public.articles ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.articles_id_seq
    START WITH 100
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: base_doc; Type: TABLE; Schema: public; Owner: postgres
--

CREATE TABLE public.base_doc (
    doc_id integer NOT NULL,
    body text,
    at date DEFAULT now()
);


ALTER TABLE public.base_doc OWNER TO postgres;

--
-- Name: bookings; Type: TABLE; Schema: public; Owner: postgres
--

CREATE TABLE public.bookings (
    room integer,
    who text,
    during tstzrange NOT NULL,
    cancelled boolean
);


ALTER TABLE public.bookings OWNER TO postgres;

--
-- Name: cache; Type: TABLE; Schema: public; Owner: postgres
--

CREATE UNLOGGED TABLE public.cache (
    k text NOT NULL,
    v text
);


ALTER TABLE public.cache OWNER TO postgres;

--
-- Name: cheap; Type: VIEW; Schema: public; Owner: postgres
--

CREATE VIEW public.cheap AS
 SELECT article_list.id,
    article_list.sku,
    article_list.title,
    article_list.qty
   FROM public.article_list
  WHERE (article_list.qty > (0)::numeric);


ALTER TABLE public.cheap OWNER TO postgres;

--
-- Name: devices; Type: TABLE; Schema: public; Owner: postgres
--

CREATE TABLE public.devices (
    device uuid NOT NULL,
    site smallint,
    name text,
    ip inet,
    mac macaddr,
    cfg json,
    fw bit varying(16),
    up interval second(2)
);

ALTER TABLE ONLY public.devices REPLICA IDENTITY FULL;


ALTER TABLE public.devices OWNER TO postgres;

--
-- Name: sites; Type: TABLE; Schema: public; Owner: postgres
--

CREATE TABLE public.sites (
    site_no smallint NOT NULL,
    code character(3) NOT NULL,
    label text,
    opened date,
    geo point
);


ALTER TABLE public.sites OWNER TO postgres;

--
-- Name: editable; Type: VIEW; Schema: public; Owner: postgres
--

CREATE VIEW public.editable AS
 SELECT sites.site_no,
    sites.label
   FROM public.sites;


ALTER TABLE public.editable OWNER TO postgres;

--
-- Name: invoice_doc; Type: TABLE; Schema: public; Owner: postgres
--

CREATE TABLE public.invoice_doc (
    total numeric,
    CONSTRAINT invoice_doc_total_check CHECK ((total > (0)::numeric))
)
INHERITS (public.base_doc);


ALTER TABLE public.invoice_doc OWNER TO postgres;

--
-- Name: memo_doc; Type: TABLE; Schema: public; Owner: postgres
--

CREATE TABLE public.memo_doc (
    author text
)
INHERITS (public.base_doc);


ALTER TABLE public.memo_doc OWNER TO postgres;

--
-- Name: moves; Type: TABLE; Schema: public; Owner: postgres
--

CREATE TABLE public.moves (
    id bigint NOT NULL,
    site smallint,
    article bigint,
    moved timestamp with time zone NOT NULL,
    delta numeric NOT NULL,
    reason text,
    CONSTRAINT moves_delta_check CHECK ((delta <> (0)::numeric))
)
PARTITION BY LIST (site);


ALTER TABLE public.moves OWNER TO postgres;

--
-- Name: moves_1; Type: TABLE; Schema: public; Owner: postgres
--

CREATE TABLE public.moves_1 (
    id bigint NOT NULL,
    site smallint,
    article bigint,
    moved timestamp with time zone NOT NULL,
    delta numeric NOT NULL,
    reason text,
    CONSTRAINT moves_delta_check CHECK ((delta <> (0)::numeric))
)
PARTITION BY RANGE (moved);


ALTER TABLE public.moves_1 OWNER TO postgres;

--
-- Name: moves_1_new; Type: TABLE; Schema: public; Owner: postgres
--

CREATE TABLE public.moves_1_new (
    id bigint NOT NULL,
    site smallint,
    article bigint,
    moved timestamp with time zone NOT NULL,
    delta numeric NOT NULL,
    reason text,
    CONSTRAINT moves_delta_check CHECK ((delta <> (0)::numeric))
);


ALTER TABLE public.moves_1_new OWNER TO postgres;

--
-- Name: moves_1_old; Type: TABLE; Schema: public; Owner: postgres
--

CREATE TABLE public.moves_1_old (
    id bigint NOT NULL,
    site smallint,
    article bigint,
    moved timestamp with time zone NOT NULL,
    delta numeric NOT NULL,
    reason text,
    CONSTRAINT moves_delta_check CHECK ((delta <> (0)::numeric))
);


ALTER TABLE public.moves_1_old OWNER TO postgres;

--
-- Name: moves_2; Type: TABLE; Schema: public; Owner: postgres
--

CREATE TABLE public.moves_2 (
    id bigint NOT NULL,
    site smallint,
    article bigint,
    moved timestamp with time zone NOT NULL,
    delta numeric NOT NULL,
    reason text,
    CONSTRAINT moves_delta_check CHECK ((delta <> (0)::numeric))
);


ALTER TABLE public.moves_2 OWNER TO postgres;

--
-- Name: moves_null; Type: TABLE; Schema: public; Owner: postgres
--

CREATE TABLE public.moves_null (
    id bigint NOT NULL,
    site smallint,
    article bigint,
    moved timestamp with time zone NOT NULL,
    delta numeric NOT NULL,
    reason text,
    CONSTRAINT moves_delta_check CHECK ((delta <> (0)::numeric))
);


ALTER TABLE public.moves_null OWNER TO postgres;

--
-- Name: per_site; Type: MATERIALIZED VIEW; Schema: public; Owner: postgres
--

CREATE MATERIALIZED VIEW public.per_site AS
 SELECT stock.site,
    sum(stock.qty) AS total
   FROM public.stock
  GROUP BY stock.site
  WITH NO DATA;


ALTER TABLE public.per_site OWNER TO postgres;

--
-- Name: readings; Type: TABLE; Schema: public; Owner: postgres
--

CREATE TABLE public.readings (
    device uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    value double precision,
    raw bytea
);


ALTER TABLE public.readings OWNER TO postgres;

--
-- Name: shared_seq; Type: SEQUENCE; Schema: public; Owner: postgres
--

CREATE SEQUENCE public.shared_seq
    START WITH 1
    INCREMENT BY 10
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


ALTER TABLE public.shared_seq OWNER TO postgres;

--
-- Name: moves_1; Type: TABLE ATTACH; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.moves ATTACH PARTITION public.moves_1 FOR VALUES IN ('1');


--
-- Name: moves_1_new; Type: TABLE ATTACH; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.moves_1 ATTACH PARTITION public.moves_1_new FOR VALUES FROM ('2026-01-01 00:00:00+00') TO (MAXVALUE);


--
-- Name: moves_1_old; Type: TABLE ATTACH; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.moves_1 ATTACH PARTITION public.moves_1_old FOR VALUES FROM (MINVALUE) TO ('2026-01-01 00:00:00+00');


--
-- Name: moves_2; Type: TABLE ATTACH; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.moves ATTACH PARTITION public.moves_2 FOR VALUES IN ('2', '3');


--
-- Name: moves_null; Type: TABLE ATTACH; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.moves ATTACH PARTITION public.moves_null FOR VALUES IN (NULL);


--
-- Name: Mixed Case Id; Type: DEFAULT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public."Mixed Case" ALTER COLUMN "Id" SET DEFAULT nextval('public."Mixed Case_Id_seq"'::regclass);


--
-- Name: invoice_doc at; Type: DEFAULT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.invoice_doc ALTER COLUMN at SET DEFAULT now();


--
-- Name: memo_doc at; Type: DEFAULT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.memo_doc ALTER COLUMN at SET DEFAULT now();


--
-- Name: Mixed Case Mixed Case_pkey; Type: CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public."Mixed Case"
    ADD CONSTRAINT "Mixed Case_pkey" PRIMARY KEY ("Id");


--
-- Name: articles articles_pkey; Type: CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.articles
    ADD CONSTRAINT articles_pkey PRIMARY KEY (id);


--
-- Name: articles articles_sku_key; Type: CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.articles
    ADD CONSTRAINT articles_sku_key UNIQUE (sku);


--
-- Name: base_doc base_doc_pkey; Type: CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.base_doc
    ADD CONSTRAINT base_doc_pkey PRIMARY KEY (doc_id);


--
-- Name: cache cache_pkey; Type: CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.cache
    ADD CONSTRAINT cache_pkey PRIMARY KEY (k);


--
-- Name: devices devices_name_key; Type: CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.devices
    ADD CONSTRAINT devices_name_key UNIQUE NULLS NOT DISTINCT (name);


--
-- Name: devices devices_pkey; Type: CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.devices
    ADD CONSTRAINT devices_pkey PRIMARY KEY (device);

ALTER TABLE public.devices CLUSTER ON devices_pkey;


--
-- Name: stock min_given; Type: CHECK CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE public.stock
    ADD CONSTRAINT min_given CHECK ((min_qty IS NOT NULL)) NOT VALID;


--
-- Name: bookings no_overlap; Type: CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.bookings
    ADD CONSTRAINT no_overlap EXCLUDE USING gist (room WITH =, during WITH &&) WHERE ((NOT cancelled));


--
-- Name: readings readings_pkey; Type: CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.readings
    ADD CONSTRAINT readings_pkey PRIMARY KEY (device, at);


--
-- Name: sites sites_code_label_key; Type: CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.sites
    ADD CONSTRAINT sites_code_label_key UNIQUE (code) INCLUDE (label);


--
-- Name: sites sites_pkey; Type: CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.sites
    ADD CONSTRAINT sites_pkey PRIMARY KEY (site_no);


--
-- Name: stock stock_pkey; Type: CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.stock
    ADD CONSTRAINT stock_pkey PRIMARY KEY (site, article);


--
-- Name: readings value_sane; Type: CHECK CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE public.readings
    ADD CONSTRAINT value_sane CHECK ((value < ('1000000000'::numeric)::double precision)) NOT VALID;


--
-- Name: articles_attrs_idx; Type: INDEX; Schema: public; Owner: postgres
--

CREATE INDEX articles_attrs_idx ON public.articles USING gin (attrs);


--
-- Name: articles_lang_idx; Type: INDEX; Schema: public; Owner: postgres
--

CREATE INDEX articles_lang_idx ON public.articles USING btree (((attrs ->> 'lang'::text)), id);


--
-- Name: articles_price_idx; Type: INDEX; Schema: public; Owner: postgres
--

CREATE INDEX articles_price_idx ON public.articles USING btree (price DESC) WHERE (price IS NOT NULL);


--
-- Name: articles_tags_idx; Type: INDEX; Schema: public; Owner: postgres
--

CREATE INDEX articles_tags_idx ON public.articles USING gin (tags);


--
-- Name: articles_title_idx; Type: INDEX; Schema: public; Owner: postgres
--

CREATE INDEX articles_title_idx ON public.articles USING btree (title varchar_pattern_ops);


--
-- Name: moves_moved_idx; Type: INDEX; Schema: public; Owner: postgres
--

CREATE INDEX moves_moved_idx ON ONLY public.moves USING btree (moved);


--
-- Name: moves_1_moved_idx; Type: INDEX; Schema: public; Owner: postgres
--

CREATE INDEX moves_1_moved_idx ON ONLY public.moves_1 USING btree (moved);


--
-- Name: moves_1_new_moved_idx; Type: INDEX; Schema: public; Owner: postgres
--

CREATE INDEX moves_1_new_moved_idx ON public.moves_1_new USING btree (moved);


--
-- Name: moves_1_old_moved_idx; Type: INDEX; Schema: public; Owner: postgres
--

CREATE INDEX moves_1_old_moved_idx ON public.moves_1_old USING btree (moved);


--
-- Name: moves_2_id_idx; Type: INDEX; Schema: public; Owner: postgres
--

CREATE UNIQUE INDEX moves_2_id_idx ON public.moves_2 USING btree (id);


--
-- Name: moves_2_moved_idx; Type: INDEX; Schema: public; Owner: postgres
--

CREATE INDEX moves_2_moved_idx ON public.moves_2 USING btree (moved);


--
-- Name: moves_null_moved_idx; Type: INDEX; Schema: public; Owner: postgres
--

CREATE INDEX moves_null_moved_idx ON public.moves_null USING btree (moved);


--
-- Name: per_site_total; Type: INDEX; Schema: public; Owner: postgres
--

CREATE INDEX per_site_total ON public.per_site USING btree (total);


--
-- Name: per_site_uq; Type: INDEX; Schema: public; Owner: postgres
--

CREATE UNIQUE INDEX per_site_uq ON public.per_site USING btree (site);


--
-- Name: moves_1_moved_idx; Type: INDEX ATTACH; Schema: public; Owner: postgres
--

ALTER INDEX public.moves_moved_idx ATTACH PARTITION public.moves_1_moved_idx;


--
-- Name: moves_1_new_moved_idx; Type: INDEX ATTACH; Schema: public; Owner: postgres
--

ALTER INDEX public.moves_1_moved_idx ATTACH PARTITION public.moves_1_new_moved_idx;


--
-- Name: moves_1_old_moved_idx; Type: INDEX ATTACH; Schema: public; Owner: postgres
--

ALTER INDEX public.moves_1_moved_idx ATTACH PARTITION public.moves_1_old_moved_idx;


--
-- Name: moves_2_moved_idx; Type: INDEX ATTACH; Schema: public; Owner: postgres
--

ALTER INDEX public.moves_moved_idx ATTACH PARTITION public.moves_2_moved_idx;


--
-- Name: moves_null_moved_idx; Type: INDEX ATTACH; Schema: public; Owner: postgres
--

ALTER INDEX public.moves_moved_idx ATTACH PARTITION public.moves_null_moved_idx;


--
-- Name: stock_st; Type: STATISTICS; Schema: public; Owner: postgres
--

CREATE STATISTICS public.stock_st (mcv) ON site, article FROM public.stock;


ALTER STATISTICS public.stock_st OWNER TO postgres;

--
-- Name: articles articles_changed; Type: TRIGGER; Schema: public; Owner: postgres
--

CREATE TRIGGER articles_changed AFTER INSERT OR DELETE OR UPDATE OF price, title ON public.articles FOR EACH ROW EXECUTE FUNCTION public.notify_change();


--
-- Name: moves moves_changed; Type: TRIGGER; Schema: public; Owner: postgres
--

CREATE TRIGGER moves_changed AFTER INSERT ON public.moves FOR EACH ROW EXECUTE FUNCTION public.notify_change();


--
-- Name: stock stock_changed; Type: TRIGGER; Schema: public; Owner: postgres
--

CREATE TRIGGER stock_changed AFTER UPDATE ON public.stock FOR EACH STATEMENT EXECUTE FUNCTION public.notify_change();


--
-- Name: articles articles_replaced_fk; Type: FK CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.articles
    ADD CONSTRAINT articles_replaced_fk FOREIGN KEY (replaced_by) REFERENCES public.articles(id) ON UPDATE CASCADE ON DELETE SET NULL;


--
-- Name: devices devices_site_fkey; Type: FK CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.devices
    ADD CONSTRAINT devices_site_fkey FOREIGN KEY (site) REFERENCES public.sites(site_no);


--
-- Name: moves moves_site_article_fkey; Type: FK CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE public.moves
    ADD CONSTRAINT moves_site_article_fkey FOREIGN KEY (site, article) REFERENCES public.stock(site, article);


--
-- Name: readings readings_device_fkey; Type: FK CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.readings
    ADD CONSTRAINT readings_device_fkey FOREIGN KEY (device) REFERENCES public.devices(device) ON DELETE CASCADE;


--
-- Name: stock stock_article_fk; Type: FK CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.stock
    ADD CONSTRAINT stock_article_fk FOREIGN KEY (article) REFERENCES public.articles(id) MATCH FULL ON UPDATE RESTRICT;


--
-- Name: stock stock_site_fkey; Type: FK CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.stock
    ADD CONSTRAINT stock_site_fkey FOREIGN KEY (site) REFERENCES public.sites(site_no);


--
-- PostgreSQL database dump complete
--

\unrestrict evmW70NvIC7lP4AQNSziUlqQeXHiDUsnd6zkaD6d0Jz1zObdYln5qjgUtMna8zg

