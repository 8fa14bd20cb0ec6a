--
-- PostgreSQL database dump
--

\restrict Kpb1SSacKdL7L66RsOE37qmfhkJ7db6mI29O4xlLizDXBhVPlN9hCKYUdbOeT4J

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
-- Name: Lager; Type: SCHEMA; Schema: -; Owner: -
--

CREATE SCHEMA "Lager";


--
-- Name: iot; Type: SCHEMA; Schema: -; Owner: -
--

CREATE SCHEMA iot;


--
-- Name: wie C; Type: COLLATION; Schema: Lager; Owner: -
--

CREATE COLLATION "Lager"."wie C" (provider = libc, locale = 'C');


--
-- Name: Größe; Type: DOMAIN; Schema: Lager; Owner: -
--

CREATE DOMAIN "Lager"."Größe" AS integer DEFAULT 1;


--
-- Name: Maß; Type: TYPE; Schema: Lager; Owner: -
--

CREATE TYPE "Lager"."Maß" AS (
	"Länge" numeric(8,2),
	"Breite" numeric(8,2)
);


--
-- Name: celsius; Type: DOMAIN; Schema: iot; Owner: -
--

CREATE DOMAIN iot.celsius AS numeric(5,2)
	CONSTRAINT celsius_check CHECK ((VALUE > '-273.15'::numeric));


--
-- Name: serial_no; Type: DOMAIN; Schema: iot; Owner: -
--

CREATE DOMAIN iot.serial_no AS character(12) NOT NULL;


--
-- Name: state; Type: TYPE; Schema: iot; Owner: -
--

CREATE TYPE iot.state AS ENUM (
    'new',
    'on',
    'off',
    'gone'
);


--
-- Name: bucket(timestamp with time zone); Type: FUNCTION; Schema: iot; Owner: -
--

CREATE FUNCTION iot.bucket(at timestamp with time zone) RETURNS timestamp with time zone
    LANGUAGE sql IMMUTABLE
    AS $$ SELECT to_timestamp(floor(extract(epoch FROM at) / 300) * 300) $$;


--
-- Name: note_change(); Type: FUNCTION; Schema: iot; Owner: -
--

CREATE FUNCTION iot.note_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN RETURN NEW; END $$;


--
-- Name: on_ddl(); Type: FUNCTION; Schema: iot; Owner: -
--

CREATE FUNCTION iot.on_ddl() RETURNS event_trigger
    LANGUAGE plpgsql
    AS $$ BEGIN NULL; END $$;


--
-- Name: valid(numeric); Type: FUNCTION; Schema: iot; Owner: -
--

CREATE FUNCTION iot.valid(v numeric) RETURNS boolean
    LANGUAGE plpgsql IMMUTABLE
    AS $$ BEGIN RETURN v IS NOT NULL; END $$;


--
-- Name: none; Type: FOREIGN DATA WRAPPER; Schema: -; Owner: -
--

CREATE FOREIGN DATA WRAPPER "none";


--
-- Name: afar; Type: SERVER; Schema: -; Owner: -
--

CREATE SERVER afar FOREIGN DATA WRAPPER "none";


--
-- Name: Nummer; Type: SEQUENCE; Schema: Lager; Owner: -
--

CREATE SEQUENCE "Lager"."Nummer"
    AS smallint
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
    CYCLE;


SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: Artikel; Type: TABLE; Schema: Lager; Owner: -
--

CREATE TABLE "Lager"."Artikel" (
    "Nr" integer DEFAULT nextval('"Lager"."Nummer"'::regclass) NOT NULL,
    "Name" character varying(50) NOT NULL,
    "Größe" "Lager"."Größe",
    "Maße" "Lager"."Maß",
    "Preis in €" numeric(10,2),
    "order" integer,
    bezeichnung text COLLATE "Lager"."wie C",
    CONSTRAINT "Artikel_Preis in €_check" CHECK (("Preis in €" >= (0)::numeric))
);


--
-- Name: Bestand; Type: TABLE; Schema: Lager; Owner: -
--

CREATE TABLE "Lager"."Bestand" (
    "Artikel" integer NOT NULL,
    platz character(6) NOT NULL,
    menge numeric DEFAULT 0 NOT NULL,
    "gültig" daterange DEFAULT '[2025-01-01,)'::daterange NOT NULL
);


--
-- Name: Fahrt; Type: TABLE; Schema: Lager; Owner: -
--

CREATE TABLE "Lager"."Fahrt" (
    id bigint NOT NULL,
    von text,
    nach text,
    km numeric(6,1) GENERATED ALWAYS AS (((meter)::numeric / 1000.0)) STORED,
    meter integer,
    dauer interval,
    ab timestamp without time zone,
    an timestamp without time zone,
    fahrzeug integer,
    CONSTRAINT ort CHECK (((von IS NOT NULL) AND (nach IS NOT NULL))),
    CONSTRAINT zeit CHECK ((an > ab))
);


--
-- Name: Fahrt_id_seq; Type: SEQUENCE; Schema: Lager; Owner: -
--

CREATE SEQUENCE "Lager"."Fahrt_id_seq"
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: Fahrt_id_seq; Type: SEQUENCE OWNED BY; Schema: Lager; Owner: -
--

ALTER SEQUENCE "Lager"."Fahrt_id_seq" OWNED BY "Lager"."Fahrt".id;


--
-- Name: Halt; Type: TABLE; Schema: Lager; Owner: -
--

CREATE TABLE "Lager"."Halt" (
    fahrt bigint NOT NULL,
    pos smallint NOT NULL,
    ort text
);


--
-- Name: Übersicht; Type: VIEW; Schema: Lager; Owner: -
--

CREATE VIEW "Lager"."Übersicht" AS
 SELECT a."Name",
    sum(b.menge) AS menge
   FROM ("Lager"."Artikel" a
     LEFT JOIN "Lager"."Bestand" b ON ((b."Artikel" = a."Nr")))
  GROUP BY a."Name";


--
-- Name: devices; Type: TABLE; Schema: iot; Owner: -
--

CREATE TABLE iot.devices (
    device_id uuid DEFAULT '00000000-0000-0000-0000-000000000000'::uuid NOT NULL,
    serial iot.serial_no,
    kind character varying(16) NOT NULL,
    state iot.state DEFAULT 'new'::iot.state,
    firmware text COLLATE pg_catalog."C",
    address inet,
    mac macaddr,
    place point,
    settings jsonb DEFAULT '{}'::jsonb,
    labels text[] DEFAULT '{}'::text[],
    alarm_below iot.celsius,
    alarm_above numeric(5,2),
    bought date,
    active tsrange,
    flags bit varying(16),
    raw bytea,
    price money,
    height real,
    weight double precision,
    seen time without time zone,
    code "char",
    CONSTRAINT devices_alarm_ck CHECK (((alarm_below)::numeric < alarm_above))
);


--
-- Name: hourly; Type: TABLE; Schema: iot; Owner: -
--

CREATE TABLE iot.hourly (
    device_id uuid NOT NULL,
    hour timestamp with time zone NOT NULL,
    low numeric,
    high numeric
)
WITH (fillfactor='80', autovacuum_vacuum_scale_factor='0.01');


--
-- Name: reading_no; Type: SEQUENCE; Schema: iot; Owner: -
--

CREATE SEQUENCE iot.reading_no
    START WITH 1
    INCREMENT BY 10
    NO MINVALUE
    NO MAXVALUE
    CACHE 100;


--
-- Name: readings; Type: TABLE; Schema: iot; Owner: -
--

CREATE TABLE iot.readings (
    reading_id bigint DEFAULT nextval('iot.reading_no'::regclass) NOT NULL,
    device_id uuid NOT NULL,
    at timestamp with time zone DEFAULT now() NOT NULL,
    value iot.celsius,
    quality smallint,
    extra json,
    CONSTRAINT readings_quality_ck CHECK (((quality >= 0) AND (quality <= 100)))
)
PARTITION BY RANGE (at);


--
-- Name: latest; Type: MATERIALIZED VIEW; Schema: iot; Owner: -
--

CREATE MATERIALIZED VIEW iot.latest AS
 SELECT DISTINCT ON (readings.device_id) readings.device_id,
    readings.at,
    readings.value
   FROM iot.readings
  ORDER BY readings.device_id, readings.at DESC
  WITH NO DATA;


--
-- Name: active; Type: VIEW; Schema: public; Owner: -
--

CREATE VIEW public.active AS
 SELECT d.device_id,
    d.kind,
    d.state
   FROM iot.devices d
  WHERE (d.state <> 'gone'::iot.state);


--
-- Name: per_kind; Type: MATERIALIZED VIEW; Schema: iot; Owner: -
--

CREATE MATERIALIZED VIEW iot.per_kind AS
 SELECT a.kind,
    count(*) AS n
   FROM (public.active a
     JOIN iot.latest l USING (device_id))
  GROUP BY a.kind
  WITH NO DATA;


--
-- Name: readings_q1; Type: TABLE; Schema: iot; Owner: -
--

CREATE TABLE iot.readings_q1 (
    reading_id bigint DEFAULT nextval('iot.reading_no'::regclass) NOT NULL,
    device_id uuid NOT NULL,
    at timestamp with time zone DEFAULT now() NOT NULL,
    value iot.celsius,
    quality smallint,
    extra json,
    CONSTRAINT readings_quality_ck CHECK (((quality >= 0) AND (quality <= 100)))
)
PARTITION BY HASH (device_id);


--
-- Name: readings_q1_0; Type: TABLE; Schema: iot; Owner: -
--

CREATE TABLE iot.readings_q1_0 (
    reading_id bigint DEFAULT nextval('iot.reading_no'::regclass) NOT NULL,
    device_id uuid NOT NULL,
    at timestamp with time zone DEFAULT now() NOT NULL,
    value iot.celsius,
    quality smallint,
    extra json,
    CONSTRAINT readings_quality_ck CHECK (((quality >= 0) AND (quality <= 100)))
);


--
-- Name: readings_q1_1; Type: TABLE; Schema: iot; Owner: -
--

CREATE TABLE iot.readings_q1_1 (
    reading_id bigint DEFAULT nextval('iot.reading_no'::regclass) NOT NULL,
    device_id uuid NOT NULL,
    at timestamp with time zone DEFAULT now() NOT NULL,
    value iot.celsius,
    quality smallint,
    extra json,
    CONSTRAINT readings_quality_ck CHECK (((quality >= 0) AND (quality <= 100)))
);


--
-- Name: readings_q2; Type: TABLE; Schema: iot; Owner: -
--

CREATE TABLE iot.readings_q2 (
    reading_id bigint DEFAULT nextval('iot.reading_no'::regclass) NOT NULL,
    device_id uuid NOT NULL,
    at timestamp with time zone DEFAULT now() NOT NULL,
    value iot.celsius,
    quality smallint,
    extra json,
    CONSTRAINT readings_quality_ck CHECK (((quality >= 0) AND (quality <= 100)))
);


--
-- Name: readings_q3; Type: TABLE; Schema: iot; Owner: -
--

CREATE TABLE iot.readings_q3 (
    reading_id bigint DEFAULT nextval('iot.reading_no'::regclass) NOT NULL,
    device_id uuid NOT NULL,
    at timestamp with time zone DEFAULT now() NOT NULL,
    value iot.celsius,
    quality smallint,
    extra json,
    CONSTRAINT readings_quality_ck CHECK (((quality >= 0) AND (quality <= 100)))
);


--
-- Name: active_named; Type: VIEW; Schema: public; Owner: -
--

CREATE VIEW public.active_named AS
 SELECT a.device_id,
    a.kind AS name
   FROM public.active a;


--
-- Name: afar_parcels; Type: FOREIGN TABLE; Schema: public; Owner: -
--

CREATE FOREIGN TABLE public.afar_parcels (
    parcel_id bigint NOT NULL,
    ref text,
    CONSTRAINT named CHECK ((ref <> ''::text))
)
SERVER afar;


--
-- Name: events; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.events (
    id bigint NOT NULL,
    parcel_id bigint NOT NULL,
    what text,
    at timestamp with time zone
)
PARTITION BY RANGE (id);


--
-- Name: events_1; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.events_1 (
    id bigint NOT NULL,
    parcel_id bigint NOT NULL,
    what text,
    at timestamp with time zone
);


--
-- Name: events_2; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.events_2 (
    id bigint NOT NULL,
    parcel_id bigint NOT NULL,
    what text,
    at timestamp with time zone
);


--
-- Name: events_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.events ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.events_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: marks; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.marks (
    event_id bigint,
    mark text
);


--
-- Name: parcels; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.parcels (
    parcel_id bigint NOT NULL,
    ref text NOT NULL,
    weight integer,
    size numeric,
    dest character(2),
    sent timestamp with time zone,
    ok boolean DEFAULT false,
    doc xml,
    path integer[]
);


--
-- Name: parcels_old; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.parcels_old (
    parcel_id bigint NOT NULL,
    ref text NOT NULL,
    weight integer,
    size numeric,
    dest character(2),
    sent timestamp with time zone,
    ok boolean,
    doc xml,
    path integer[]
);


--
-- Name: tokens; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.tokens (
    k text,
    v text
);


--
-- Name: readings_q1; Type: TABLE ATTACH; Schema: iot; Owner: -
--

ALTER TABLE ONLY iot.readings ATTACH PARTITION iot.readings_q1 FOR VALUES FROM ('2025-01-01 00:00:00+00') TO ('2025-04-01 00:00:00+00');


--
-- Name: readings_q1_0; Type: TABLE ATTACH; Schema: iot; Owner: -
--

ALTER TABLE ONLY iot.readings_q1 ATTACH PARTITION iot.readings_q1_0 FOR VALUES WITH (modulus 2, remainder 0);


--
-- Name: readings_q1_1; Type: TABLE ATTACH; Schema: iot; Owner: -
--

ALTER TABLE ONLY iot.readings_q1 ATTACH PARTITION iot.readings_q1_1 FOR VALUES WITH (modulus 2, remainder 1);


--
-- Name: readings_q2; Type: TABLE ATTACH; Schema: iot; Owner: -
--

ALTER TABLE ONLY iot.readings ATTACH PARTITION iot.readings_q2 FOR VALUES FROM ('2025-04-01 00:00:00+00') TO ('2025-07-01 00:00:00+00');


--
-- Name: events_1; Type: TABLE ATTACH; Schema: public; Owner: -
--

ALTER TABLE ONLY public.events ATTACH PARTITION public.events_1 FOR VALUES FROM ('0') TO ('1000000');


--
-- Name: events_2; Type: TABLE ATTACH; Schema: public; Owner: -
--

ALTER TABLE ONLY public.events ATTACH PARTITION public.events_2 FOR VALUES FROM ('1000000') TO (MAXVALUE);


--
-- Name: Fahrt id; Type: DEFAULT; Schema: Lager; Owner: -
--

ALTER TABLE ONLY "Lager"."Fahrt" ALTER COLUMN id SET DEFAULT nextval('"Lager"."Fahrt_id_seq"'::regclass);


--
-- Name: Artikel Artikel_pkey; Type: CONSTRAINT; Schema: Lager; Owner: -
--

ALTER TABLE ONLY "Lager"."Artikel"
    ADD CONSTRAINT "Artikel_pkey" PRIMARY KEY ("Nr");


--
-- Name: Bestand Bestand_pkey; Type: CONSTRAINT; Schema: Lager; Owner: -
--

ALTER TABLE ONLY "Lager"."Bestand"
    ADD CONSTRAINT "Bestand_pkey" PRIMARY KEY ("Artikel", platz);


--
-- Name: Fahrt Fahrt_fahrzeug_key; Type: CONSTRAINT; Schema: Lager; Owner: -
--

ALTER TABLE ONLY "Lager"."Fahrt"
    ADD CONSTRAINT "Fahrt_fahrzeug_key" UNIQUE (fahrzeug);

ALTER TABLE "Lager"."Fahrt" CLUSTER ON "Fahrt_fahrzeug_key";


--
-- Name: Fahrt Fahrt_pkey; Type: CONSTRAINT; Schema: Lager; Owner: -
--

ALTER TABLE ONLY "Lager"."Fahrt"
    ADD CONSTRAINT "Fahrt_pkey" PRIMARY KEY (id);

ALTER TABLE ONLY "Lager"."Fahrt" REPLICA IDENTITY USING INDEX "Fahrt_pkey";


--
-- Name: Halt Halt_pkey; Type: CONSTRAINT; Schema: Lager; Owner: -
--

ALTER TABLE ONLY "Lager"."Halt"
    ADD CONSTRAINT "Halt_pkey" PRIMARY KEY (fahrt, pos);


--
-- Name: Artikel Name ist eindeutig; Type: CONSTRAINT; Schema: Lager; Owner: -
--

ALTER TABLE ONLY "Lager"."Artikel"
    ADD CONSTRAINT "Name ist eindeutig" UNIQUE ("Name");


--
-- Name: Bestand nie zweimal; Type: CONSTRAINT; Schema: Lager; Owner: -
--

ALTER TABLE ONLY "Lager"."Bestand"
    ADD CONSTRAINT "nie zweimal" EXCLUDE USING gist ("gültig" WITH &&) DEFERRABLE;


--
-- Name: devices devices_active_ex; Type: CONSTRAINT; Schema: iot; Owner: -
--

ALTER TABLE ONLY iot.devices
    ADD CONSTRAINT devices_active_ex EXCLUDE USING gist (active WITH &&) WHERE ((state = 'on'::iot.state));


--
-- Name: devices devices_pkey; Type: CONSTRAINT; Schema: iot; Owner: -
--

ALTER TABLE ONLY iot.devices
    ADD CONSTRAINT devices_pkey PRIMARY KEY (device_id);


--
-- Name: devices devices_serial_uq; Type: CONSTRAINT; Schema: iot; Owner: -
--

ALTER TABLE ONLY iot.devices
    ADD CONSTRAINT devices_serial_uq UNIQUE (serial) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: hourly hourly_pkey; Type: CONSTRAINT; Schema: iot; Owner: -
--

ALTER TABLE ONLY iot.hourly
    ADD CONSTRAINT hourly_pkey PRIMARY KEY (device_id, hour);


--
-- Name: events events_pk; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.events
    ADD CONSTRAINT events_pk PRIMARY KEY (id);


--
-- Name: events_1 events_1_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.events_1
    ADD CONSTRAINT events_1_pkey PRIMARY KEY (id);


--
-- Name: events_2 events_2_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.events_2
    ADD CONSTRAINT events_2_pkey PRIMARY KEY (id);


--
-- Name: parcels parcels_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.parcels
    ADD CONSTRAINT parcels_pkey PRIMARY KEY (parcel_id);


--
-- Name: nach Preis; Type: INDEX; Schema: Lager; Owner: -
--

CREATE INDEX "nach Preis" ON "Lager"."Artikel" USING btree ("Preis in €" DESC NULLS LAST);


--
-- Name: devices_address_spgist; Type: INDEX; Schema: iot; Owner: -
--

CREATE INDEX devices_address_spgist ON iot.devices USING spgist (address);


--
-- Name: devices_firmware_ix; Type: INDEX; Schema: iot; Owner: -
--

CREATE INDEX devices_firmware_ix ON iot.devices USING btree (firmware text_pattern_ops);


--
-- Name: devices_labels_gin; Type: INDEX; Schema: iot; Owner: -
--

CREATE INDEX devices_labels_gin ON iot.devices USING gin (labels);


--
-- Name: devices_place_gist; Type: INDEX; Schema: iot; Owner: -
--

CREATE INDEX devices_place_gist ON iot.devices USING gist (place);


--
-- Name: devices_settings_gin; Type: INDEX; Schema: iot; Owner: -
--

CREATE INDEX devices_settings_gin ON iot.devices USING gin (settings jsonb_path_ops);


--
-- Name: devices_words_ix; Type: INDEX; Schema: iot; Owner: -
--

CREATE INDEX devices_words_ix ON iot.devices USING gin (to_tsvector('english'::regconfig, (((kind)::text || ' '::text) || firmware)));


--
-- Name: latest_device_ux; Type: INDEX; Schema: iot; Owner: -
--

CREATE UNIQUE INDEX latest_device_ux ON iot.latest USING btree (device_id);


--
-- Name: per_kind_n_ix; Type: INDEX; Schema: iot; Owner: -
--

CREATE INDEX per_kind_n_ix ON iot.per_kind USING btree (n);


--
-- Name: readings_at_brin; Type: INDEX; Schema: iot; Owner: -
--

CREATE INDEX readings_at_brin ON ONLY iot.readings USING brin (at) WITH (pages_per_range='64');


--
-- Name: readings_device_ix; Type: INDEX; Schema: iot; Owner: -
--

CREATE INDEX readings_device_ix ON ONLY iot.readings USING btree (device_id, at DESC) INCLUDE (value);


--
-- Name: readings_q1_at_idx; Type: INDEX; Schema: iot; Owner: -
--

CREATE INDEX readings_q1_at_idx ON ONLY iot.readings_q1 USING brin (at) WITH (pages_per_range='64');


--
-- Name: readings_q1_0_at_idx; Type: INDEX; Schema: iot; Owner: -
--

CREATE INDEX readings_q1_0_at_idx ON iot.readings_q1_0 USING brin (at) WITH (pages_per_range='64');


--
-- Name: readings_q1_device_id_at_value_idx; Type: INDEX; Schema: iot; Owner: -
--

CREATE INDEX readings_q1_device_id_at_value_idx ON ONLY iot.readings_q1 USING btree (device_id, at DESC) INCLUDE (value);


--
-- Name: readings_q1_0_device_id_at_value_idx; Type: INDEX; Schema: iot; Owner: -
--

CREATE INDEX readings_q1_0_device_id_at_value_idx ON iot.readings_q1_0 USING btree (device_id, at DESC) INCLUDE (value);


--
-- Name: readings_q1_1_at_idx; Type: INDEX; Schema: iot; Owner: -
--

CREATE INDEX readings_q1_1_at_idx ON iot.readings_q1_1 USING brin (at) WITH (pages_per_range='64');


--
-- Name: readings_q1_1_device_id_at_value_idx; Type: INDEX; Schema: iot; Owner: -
--

CREATE INDEX readings_q1_1_device_id_at_value_idx ON iot.readings_q1_1 USING btree (device_id, at DESC) INCLUDE (value);


--
-- Name: readings_q2_at_idx; Type: INDEX; Schema: iot; Owner: -
--

CREATE INDEX readings_q2_at_idx ON iot.readings_q2 USING brin (at) WITH (pages_per_range='64');


--
-- Name: readings_q2_device_id_at_value_idx; Type: INDEX; Schema: iot; Owner: -
--

CREATE INDEX readings_q2_device_id_at_value_idx ON iot.readings_q2 USING btree (device_id, at DESC) INCLUDE (value);


--
-- Name: readings_q2_no_ux; Type: INDEX; Schema: iot; Owner: -
--

CREATE UNIQUE INDEX readings_q2_no_ux ON iot.readings_q2 USING btree (reading_id);


--
-- Name: readings_q3_at_idx; Type: INDEX; Schema: iot; Owner: -
--

CREATE INDEX readings_q3_at_idx ON iot.readings_q3 USING brin (at) WITH (pages_per_range='64');


--
-- Name: readings_q3_device_id_at_value_idx; Type: INDEX; Schema: iot; Owner: -
--

CREATE INDEX readings_q3_device_id_at_value_idx ON iot.readings_q3 USING btree (device_id, at DESC) INCLUDE (value);


--
-- Name: parcels_day_ix; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX parcels_day_ix ON public.parcels USING btree ((((sent AT TIME ZONE 'UTC'::text))::date));


--
-- Name: parcels_ref_ux; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX parcels_ref_ux ON public.parcels USING btree (ref);


--
-- Name: parcels_sent_ix; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX parcels_sent_ix ON public.parcels USING btree (sent) WHERE (NOT ok);


--
-- Name: readings_q1_0_at_idx; Type: INDEX ATTACH; Schema: iot; Owner: -
--

ALTER INDEX iot.readings_q1_at_idx ATTACH PARTITION iot.readings_q1_0_at_idx;


--
-- Name: readings_q1_0_device_id_at_value_idx; Type: INDEX ATTACH; Schema: iot; Owner: -
--

ALTER INDEX iot.readings_q1_device_id_at_value_idx ATTACH PARTITION iot.readings_q1_0_device_id_at_value_idx;


--
-- Name: readings_q1_1_at_idx; Type: INDEX ATTACH; Schema: iot; Owner: -
--

ALTER INDEX iot.readings_q1_at_idx ATTACH PARTITION iot.readings_q1_1_at_idx;


--
-- Name: readings_q1_1_device_id_at_value_idx; Type: INDEX ATTACH; Schema: iot; Owner: -
--

ALTER INDEX iot.readings_q1_device_id_at_value_idx ATTACH PARTITION iot.readings_q1_1_device_id_at_value_idx;


--
-- Name: readings_q1_at_idx; Type: INDEX ATTACH; Schema: iot; Owner: -
--

ALTER INDEX iot.readings_at_brin ATTACH PARTITION iot.readings_q1_at_idx;


--
-- Name: readings_q1_device_id_at_value_idx; Type: INDEX ATTACH; Schema: iot; Owner: -
--

ALTER INDEX iot.readings_device_ix ATTACH PARTITION iot.readings_q1_device_id_at_value_idx;


--
-- Name: readings_q2_at_idx; Type: INDEX ATTACH; Schema: iot; Owner: -
--

ALTER INDEX iot.readings_at_brin ATTACH PARTITION iot.readings_q2_at_idx;


--
-- Name: readings_q2_device_id_at_value_idx; Type: INDEX ATTACH; Schema: iot; Owner: -
--

ALTER INDEX iot.readings_device_ix ATTACH PARTITION iot.readings_q2_device_id_at_value_idx;


--
-- Name: events_1_pkey; Type: INDEX ATTACH; Schema: public; Owner: -
--

ALTER INDEX public.events_pk ATTACH PARTITION public.events_1_pkey;


--
-- Name: events_2_pkey; Type: INDEX ATTACH; Schema: public; Owner: -
--

ALTER INDEX public.events_pk ATTACH PARTITION public.events_2_pkey;


--
-- Name: device_stats; Type: STATISTICS; Schema: iot; Owner: -
--

CREATE STATISTICS iot.device_stats (ndistinct, dependencies) ON kind, state FROM iot.devices;


--
-- Name: active active_update; Type: RULE; Schema: public; Owner: -
--

CREATE RULE active_update AS
    ON UPDATE TO public.active DO INSTEAD  UPDATE iot.devices SET kind = new.kind
  WHERE (devices.device_id = old.device_id);


--
-- Name: tokens tokens_to_log; Type: RULE; Schema: public; Owner: -
--

CREATE RULE tokens_to_log AS
    ON INSERT TO public.tokens DO  INSERT INTO public.parcels_old (parcel_id, ref)
  VALUES (0, new.k);


--
-- Name: readings readings_note; Type: TRIGGER; Schema: iot; Owner: -
--

CREATE TRIGGER readings_note AFTER INSERT ON iot.readings FOR EACH ROW EXECUTE FUNCTION iot.note_change();


--
-- Name: Bestand Bestand_Artikel_fkey; Type: FK CONSTRAINT; Schema: Lager; Owner: -
--

ALTER TABLE ONLY "Lager"."Bestand"
    ADD CONSTRAINT "Bestand_Artikel_fkey" FOREIGN KEY ("Artikel") REFERENCES "Lager"."Artikel"("Nr") ON UPDATE CASCADE;


--
-- Name: Halt Halt_fahrt_fkey; Type: FK CONSTRAINT; Schema: Lager; Owner: -
--

ALTER TABLE ONLY "Lager"."Halt"
    ADD CONSTRAINT "Halt_fahrt_fkey" FOREIGN KEY (fahrt) REFERENCES "Lager"."Fahrt"(id) DEFERRABLE;


--
-- Name: readings readings_device_fk; Type: FK CONSTRAINT; Schema: iot; Owner: -
--

ALTER TABLE iot.readings
    ADD CONSTRAINT readings_device_fk FOREIGN KEY (device_id) REFERENCES iot.devices(device_id) ON DELETE CASCADE;


--
-- Name: marks marks_event_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.marks
    ADD CONSTRAINT marks_event_id_fkey FOREIGN KEY (event_id) REFERENCES public.events(id) ON DELETE CASCADE;


--
-- Name: iot_ddl; Type: EVENT TRIGGER; Schema: -; Owner: -
--

CREATE EVENT TRIGGER iot_ddl ON ddl_command_end
   EXECUTE FUNCTION iot.on_ddl();

ALTER EVENT TRIGGER iot_ddl DISABLE;


--
-- PostgreSQL database dump complete
--

\unrestrict Kpb1SSacKdL7L66RsOE37qmfhkJ7db6mI29O4xlLizDXBhVPlN9hCKYUdbOeT4J

