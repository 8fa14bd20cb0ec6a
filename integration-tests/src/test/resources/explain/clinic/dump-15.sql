--
-- PostgreSQL database dump
--

\restrict yf2IvBKSKsFWHibQP50CVaBB5EKsksrSA9E9h1UMfKCtC1QkndlUw4FpK8mu9N5

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
-- Name: audit; Type: SCHEMA; Schema: -; Owner: -
--

CREATE SCHEMA audit;


--
-- Name: care; Type: SCHEMA; Schema: -; Owner: -
--

CREATE SCHEMA care;


--
-- Name: address; Type: TYPE; Schema: care; Owner: -
--

CREATE TYPE care.address AS (
	street text,
	town text,
	zip character varying(8)
);


--
-- Name: dose; Type: DOMAIN; Schema: care; Owner: -
--

CREATE DOMAIN care.dose AS numeric(8,3) NOT NULL DEFAULT 0;


--
-- Name: note; Type: DOMAIN; Schema: care; Owner: -
--

CREATE DOMAIN care.note AS text;


--
-- Name: patient_no; Type: DOMAIN; Schema: care; Owner: -
--

CREATE DOMAIN care.patient_no AS text
	CONSTRAINT patient_no_check CHECK ((VALUE ~ '^P[0-9]{6}$'::text));


--
-- Name: sex; Type: TYPE; Schema: care; Owner: -
--

CREATE TYPE care.sex AS ENUM (
    'f',
    'm',
    'x'
);


--
-- Name: age_at(date, date); Type: FUNCTION; Schema: care; Owner: -
--

CREATE FUNCTION care.age_at(born date, at date) RETURNS integer
    LANGUAGE sql IMMUTABLE
    AS $$ SELECT (at - born) / 365 $$;


--
-- Name: log_change(); Type: FUNCTION; Schema: care; Owner: -
--

CREATE FUNCTION care.log_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN RETURN COALESCE(NEW, OLD); END $$;


--
-- Name: stamp(); Type: FUNCTION; Schema: care; Owner: -
--

CREATE FUNCTION care.stamp() RETURNS text
    LANGUAGE plpgsql
    AS $$ BEGIN RETURN clock_timestamp()::text; END $$;


SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: entry; Type: TABLE; Schema: audit; Owner: -
--

CREATE TABLE audit.entry (
    id integer NOT NULL,
    at timestamp with time zone DEFAULT now(),
    what text,
    old_row jsonb,
    new_row jsonb,
    ward_id smallint
);


--
-- Name: entry_id_seq; Type: SEQUENCE; Schema: audit; Owner: -
--

CREATE SEQUENCE audit.entry_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: entry_id_seq; Type: SEQUENCE OWNED BY; Schema: audit; Owner: -
--

ALTER SEQUENCE audit.entry_id_seq OWNED BY audit.entry.id;


--
-- Name: login; Type: TABLE; Schema: audit; Owner: -
--

CREATE TABLE audit.login (
)
INHERITS (audit.entry);


--
-- Name: scratch; Type: TABLE; Schema: audit; Owner: -
--

CREATE UNLOGGED TABLE audit.scratch (
    k text,
    v text
);


--
-- Name: case_no; Type: SEQUENCE; Schema: care; Owner: -
--

CREATE SEQUENCE care.case_no
    AS integer
    START WITH 100
    INCREMENT BY 1
    NO MINVALUE
    MAXVALUE 999999
    CACHE 1
    CYCLE;


--
-- Name: countdown; Type: SEQUENCE; Schema: care; Owner: -
--

CREATE SEQUENCE care.countdown
    START WITH 1000
    INCREMENT BY -1
    NO MINVALUE
    MAXVALUE 1000
    CACHE 1;


--
-- Name: drug; Type: TABLE; Schema: care; Owner: -
--

CREATE TABLE care.drug (
    code character(7) NOT NULL,
    label text NOT NULL,
    strength care.dose,
    atc character varying(7) COLLATE pg_catalog."C",
    extra json
);


--
-- Name: given; Type: TABLE; Schema: care; Owner: -
--

CREATE TABLE care.given (
    patient_id integer NOT NULL,
    drug character(7) NOT NULL,
    at timestamp with time zone DEFAULT now() NOT NULL,
    amount care.dose,
    by_whom text DEFAULT CURRENT_USER
);


--
-- Name: patient; Type: TABLE; Schema: care; Owner: -
--

CREATE TABLE care.patient (
    patient_id integer NOT NULL,
    no care.patient_no,
    surname character varying(60) NOT NULL,
    given character varying(60),
    full_name text GENERATED ALWAYS AS ((((surname)::text || ', '::text) || (given)::text)) STORED,
    born date,
    sex care.sex,
    home care.address,
    weight_kg real,
    height_cm smallint,
    insured boolean DEFAULT true NOT NULL,
    comment care.note,
    search_key text,
    since timestamp without time zone DEFAULT LOCALTIMESTAMP,
    CONSTRAINT patient_born_check CHECK ((born > '1900-01-01'::date))
);


--
-- Name: stay; Type: TABLE; Schema: care; Owner: -
--

CREATE TABLE care.stay (
    stay_id bigint NOT NULL,
    patient_id integer NOT NULL,
    ward_id smallint,
    case_no integer DEFAULT nextval('care.case_no'::regclass),
    begins timestamp with time zone NOT NULL,
    ends timestamp with time zone,
    bill numeric(10,2),
    remark text,
    CONSTRAINT stay_order_ck CHECK (((ends IS NULL) OR (ends >= begins)))
);


--
-- Name: in_house; Type: VIEW; Schema: care; Owner: -
--

CREATE VIEW care.in_house AS
 SELECT s.stay_id,
    p.surname,
    p.given,
    s.begins
   FROM (care.stay s
     JOIN care.patient p ON ((p.patient_id = s.patient_id)))
  WHERE (s.ends IS NULL);


--
-- Name: lab; Type: TABLE; Schema: care; Owner: -
--

CREATE TABLE care.lab (
    lab_id bigint NOT NULL,
    patient_id integer NOT NULL,
    kind text NOT NULL,
    value double precision,
    taken date NOT NULL
)
PARTITION BY LIST (kind);


--
-- Name: lab_blood; Type: TABLE; Schema: care; Owner: -
--

CREATE TABLE care.lab_blood (
    lab_id bigint NOT NULL,
    patient_id integer NOT NULL,
    kind text NOT NULL,
    value double precision,
    taken date NOT NULL
)
PARTITION BY RANGE (taken);


--
-- Name: lab_blood_2025; Type: TABLE; Schema: care; Owner: -
--

CREATE TABLE care.lab_blood_2025 (
    lab_id bigint NOT NULL,
    patient_id integer NOT NULL,
    kind text NOT NULL,
    value double precision,
    taken date NOT NULL
);


--
-- Name: lab_blood_rest; Type: TABLE; Schema: care; Owner: -
--

CREATE TABLE care.lab_blood_rest (
    lab_id bigint NOT NULL,
    patient_id integer NOT NULL,
    kind text NOT NULL,
    value double precision,
    taken date NOT NULL
);


--
-- Name: lab_rest; Type: TABLE; Schema: care; Owner: -
--

CREATE TABLE care.lab_rest (
    lab_id bigint NOT NULL,
    patient_id integer NOT NULL,
    kind text NOT NULL,
    value double precision,
    taken date NOT NULL
);


--
-- Name: lab_swab; Type: TABLE; Schema: care; Owner: -
--

CREATE TABLE care.lab_swab (
    lab_id bigint NOT NULL,
    patient_id integer NOT NULL,
    kind text NOT NULL,
    value double precision,
    taken date NOT NULL
);


--
-- Name: lab_urine; Type: TABLE; Schema: care; Owner: -
--

CREATE TABLE care.lab_urine (
    lab_id bigint NOT NULL,
    patient_id integer NOT NULL,
    kind text NOT NULL,
    value double precision,
    taken date NOT NULL
);


--
-- Name: load; Type: MATERIALIZED VIEW; Schema: care; Owner: -
--

CREATE MATERIALIZED VIEW care.load AS
 SELECT stay.ward_id,
    count(*) AS stays
   FROM care.stay
  GROUP BY stay.ward_id
  WITH NO DATA;


--
-- Name: patient_patient_id_seq; Type: SEQUENCE; Schema: care; Owner: -
--

ALTER TABLE care.patient ALTER COLUMN patient_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME care.patient_patient_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: reading; Type: TABLE; Schema: care; Owner: -
--

CREATE TABLE care.reading (
    device integer,
    n integer,
    v real
)
PARTITION BY HASH (device);


--
-- Name: reading_0; Type: TABLE; Schema: care; Owner: -
--

CREATE TABLE care.reading_0 (
    device integer,
    n integer,
    v real
);


--
-- Name: reading_1; Type: TABLE; Schema: care; Owner: -
--

CREATE TABLE care.reading_1 (
    device integer,
    n integer,
    v real
);


--
-- Name: stay_stay_id_seq; Type: SEQUENCE; Schema: care; Owner: -
--

ALTER TABLE care.stay ALTER COLUMN stay_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME care.stay_stay_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: ward; Type: TABLE; Schema: care; Owner: -
--

CREATE TABLE care.ward (
    ward_id smallint NOT NULL,
    name text NOT NULL,
    beds integer DEFAULT 0 NOT NULL,
    floor integer,
    CONSTRAINT beds_ck CHECK ((beds >= 0))
);


--
-- Name: wards; Type: VIEW; Schema: care; Owner: -
--

CREATE VIEW care.wards AS
 SELECT ward.ward_id,
    ward.name,
    ward.beds,
    ward.floor
   FROM care.ward;


--
-- Name: lab_blood; Type: TABLE ATTACH; Schema: care; Owner: -
--

ALTER TABLE ONLY care.lab ATTACH PARTITION care.lab_blood FOR VALUES IN ('blood', 'plasma');


--
-- Name: lab_blood_2025; Type: TABLE ATTACH; Schema: care; Owner: -
--

ALTER TABLE ONLY care.lab_blood ATTACH PARTITION care.lab_blood_2025 FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');


--
-- Name: lab_blood_rest; Type: TABLE ATTACH; Schema: care; Owner: -
--

ALTER TABLE ONLY care.lab_blood ATTACH PARTITION care.lab_blood_rest DEFAULT;


--
-- Name: lab_rest; Type: TABLE ATTACH; Schema: care; Owner: -
--

ALTER TABLE ONLY care.lab ATTACH PARTITION care.lab_rest DEFAULT;


--
-- Name: lab_urine; Type: TABLE ATTACH; Schema: care; Owner: -
--

ALTER TABLE ONLY care.lab ATTACH PARTITION care.lab_urine FOR VALUES IN ('urine');


--
-- Name: reading_0; Type: TABLE ATTACH; Schema: care; Owner: -
--

ALTER TABLE ONLY care.reading ATTACH PARTITION care.reading_0 FOR VALUES WITH (modulus 2, remainder 0);


--
-- Name: reading_1; Type: TABLE ATTACH; Schema: care; Owner: -
--

ALTER TABLE ONLY care.reading ATTACH PARTITION care.reading_1 FOR VALUES WITH (modulus 2, remainder 1);


--
-- Name: entry id; Type: DEFAULT; Schema: audit; Owner: -
--

ALTER TABLE ONLY audit.entry ALTER COLUMN id SET DEFAULT nextval('audit.entry_id_seq'::regclass);


--
-- Name: login id; Type: DEFAULT; Schema: audit; Owner: -
--

ALTER TABLE ONLY audit.login ALTER COLUMN id SET DEFAULT nextval('audit.entry_id_seq'::regclass);


--
-- Name: login at; Type: DEFAULT; Schema: audit; Owner: -
--

ALTER TABLE ONLY audit.login ALTER COLUMN at SET DEFAULT now();


--
-- Name: drug drug_label_excl; Type: CONSTRAINT; Schema: care; Owner: -
--

ALTER TABLE ONLY care.drug
    ADD CONSTRAINT drug_label_excl EXCLUDE USING btree (label WITH =);


--
-- Name: drug drug_pkey; Type: CONSTRAINT; Schema: care; Owner: -
--

ALTER TABLE ONLY care.drug
    ADD CONSTRAINT drug_pkey PRIMARY KEY (code);


--
-- Name: given given_pkey; Type: CONSTRAINT; Schema: care; Owner: -
--

ALTER TABLE ONLY care.given
    ADD CONSTRAINT given_pkey PRIMARY KEY (patient_id, drug, at);


--
-- Name: lab lab_pkey; Type: CONSTRAINT; Schema: care; Owner: -
--

ALTER TABLE ONLY care.lab
    ADD CONSTRAINT lab_pkey PRIMARY KEY (lab_id, kind, taken);


--
-- Name: lab_blood lab_blood_pkey; Type: CONSTRAINT; Schema: care; Owner: -
--

ALTER TABLE ONLY care.lab_blood
    ADD CONSTRAINT lab_blood_pkey PRIMARY KEY (lab_id, kind, taken);


--
-- Name: lab_blood_2025 lab_blood_2025_pkey; Type: CONSTRAINT; Schema: care; Owner: -
--

ALTER TABLE ONLY care.lab_blood_2025
    ADD CONSTRAINT lab_blood_2025_pkey PRIMARY KEY (lab_id, kind, taken);


--
-- Name: lab_blood_rest lab_blood_rest_pkey; Type: CONSTRAINT; Schema: care; Owner: -
--

ALTER TABLE ONLY care.lab_blood_rest
    ADD CONSTRAINT lab_blood_rest_pkey PRIMARY KEY (lab_id, kind, taken);


--
-- Name: lab_rest lab_rest_pkey; Type: CONSTRAINT; Schema: care; Owner: -
--

ALTER TABLE ONLY care.lab_rest
    ADD CONSTRAINT lab_rest_pkey PRIMARY KEY (lab_id, kind, taken);


--
-- Name: lab_urine lab_urine_pkey; Type: CONSTRAINT; Schema: care; Owner: -
--

ALTER TABLE ONLY care.lab_urine
    ADD CONSTRAINT lab_urine_pkey PRIMARY KEY (lab_id, kind, taken);


--
-- Name: patient patient_no_key; Type: CONSTRAINT; Schema: care; Owner: -
--

ALTER TABLE ONLY care.patient
    ADD CONSTRAINT patient_no_key UNIQUE (no);


--
-- Name: patient patient_pkey; Type: CONSTRAINT; Schema: care; Owner: -
--

ALTER TABLE ONLY care.patient
    ADD CONSTRAINT patient_pkey PRIMARY KEY (patient_id);


--
-- Name: stay stay_pk; Type: CONSTRAINT; Schema: care; Owner: -
--

ALTER TABLE ONLY care.stay
    ADD CONSTRAINT stay_pk PRIMARY KEY (stay_id);


--
-- Name: ward ward_name_key; Type: CONSTRAINT; Schema: care; Owner: -
--

ALTER TABLE ONLY care.ward
    ADD CONSTRAINT ward_name_key UNIQUE (name);


--
-- Name: ward ward_pkey; Type: CONSTRAINT; Schema: care; Owner: -
--

ALTER TABLE ONLY care.ward
    ADD CONSTRAINT ward_pkey PRIMARY KEY (ward_id);


--
-- Name: lab_patient_ix; Type: INDEX; Schema: care; Owner: -
--

CREATE INDEX lab_patient_ix ON ONLY care.lab USING btree (patient_id, taken);


--
-- Name: lab_blood_patient_id_taken_idx; Type: INDEX; Schema: care; Owner: -
--

CREATE INDEX lab_blood_patient_id_taken_idx ON ONLY care.lab_blood USING btree (patient_id, taken);


--
-- Name: lab_blood_2025_patient_id_taken_idx; Type: INDEX; Schema: care; Owner: -
--

CREATE INDEX lab_blood_2025_patient_id_taken_idx ON care.lab_blood_2025 USING btree (patient_id, taken);


--
-- Name: lab_blood_rest_patient_id_taken_idx; Type: INDEX; Schema: care; Owner: -
--

CREATE INDEX lab_blood_rest_patient_id_taken_idx ON care.lab_blood_rest USING btree (patient_id, taken);


--
-- Name: lab_rest_patient_id_taken_idx; Type: INDEX; Schema: care; Owner: -
--

CREATE INDEX lab_rest_patient_id_taken_idx ON care.lab_rest USING btree (patient_id, taken);


--
-- Name: lab_urine_patient_id_taken_idx; Type: INDEX; Schema: care; Owner: -
--

CREATE INDEX lab_urine_patient_id_taken_idx ON care.lab_urine USING btree (patient_id, taken);


--
-- Name: patient_lower_ix; Type: INDEX; Schema: care; Owner: -
--

CREATE INDEX patient_lower_ix ON care.patient USING btree (lower((surname)::text));


--
-- Name: patient_name_ix; Type: INDEX; Schema: care; Owner: -
--

CREATE INDEX patient_name_ix ON care.patient USING btree (surname, given);


--
-- Name: patient_young_ix; Type: INDEX; Schema: care; Owner: -
--

CREATE INDEX patient_young_ix ON care.patient USING btree (born) WHERE insured;


--
-- Name: stay_begins_ix; Type: INDEX; Schema: care; Owner: -
--

CREATE INDEX stay_begins_ix ON care.stay USING brin (begins);


--
-- Name: stay_case_ux; Type: INDEX; Schema: care; Owner: -
--

CREATE UNIQUE INDEX stay_case_ux ON care.stay USING btree (case_no);


--
-- Name: stay_patient_ix; Type: INDEX; Schema: care; Owner: -
--

CREATE INDEX stay_patient_ix ON care.stay USING btree (patient_id) INCLUDE (ward_id);


--
-- Name: lab_blood_2025_patient_id_taken_idx; Type: INDEX ATTACH; Schema: care; Owner: -
--

ALTER INDEX care.lab_blood_patient_id_taken_idx ATTACH PARTITION care.lab_blood_2025_patient_id_taken_idx;


--
-- Name: lab_blood_2025_pkey; Type: INDEX ATTACH; Schema: care; Owner: -
--

ALTER INDEX care.lab_blood_pkey ATTACH PARTITION care.lab_blood_2025_pkey;


--
-- Name: lab_blood_patient_id_taken_idx; Type: INDEX ATTACH; Schema: care; Owner: -
--

ALTER INDEX care.lab_patient_ix ATTACH PARTITION care.lab_blood_patient_id_taken_idx;


--
-- Name: lab_blood_pkey; Type: INDEX ATTACH; Schema: care; Owner: -
--

ALTER INDEX care.lab_pkey ATTACH PARTITION care.lab_blood_pkey;


--
-- Name: lab_blood_rest_patient_id_taken_idx; Type: INDEX ATTACH; Schema: care; Owner: -
--

ALTER INDEX care.lab_blood_patient_id_taken_idx ATTACH PARTITION care.lab_blood_rest_patient_id_taken_idx;


--
-- Name: lab_blood_rest_pkey; Type: INDEX ATTACH; Schema: care; Owner: -
--

ALTER INDEX care.lab_blood_pkey ATTACH PARTITION care.lab_blood_rest_pkey;


--
-- Name: lab_rest_patient_id_taken_idx; Type: INDEX ATTACH; Schema: care; Owner: -
--

ALTER INDEX care.lab_patient_ix ATTACH PARTITION care.lab_rest_patient_id_taken_idx;


--
-- Name: lab_rest_pkey; Type: INDEX ATTACH; Schema: care; Owner: -
--

ALTER INDEX care.lab_pkey ATTACH PARTITION care.lab_rest_pkey;


--
-- Name: lab_urine_patient_id_taken_idx; Type: INDEX ATTACH; Schema: care; Owner: -
--

ALTER INDEX care.lab_patient_ix ATTACH PARTITION care.lab_urine_patient_id_taken_idx;


--
-- Name: lab_urine_pkey; Type: INDEX ATTACH; Schema: care; Owner: -
--

ALTER INDEX care.lab_pkey ATTACH PARTITION care.lab_urine_pkey;


--
-- Name: stay_st; Type: STATISTICS; Schema: care; Owner: -
--

CREATE STATISTICS care.stay_st ON patient_id, ward_id FROM care.stay;


--
-- Name: entry no_delete; Type: RULE; Schema: audit; Owner: -
--

CREATE RULE no_delete AS
    ON DELETE TO audit.entry DO INSTEAD NOTHING;


--
-- Name: patient log_patient; Type: TRIGGER; Schema: care; Owner: -
--

CREATE TRIGGER log_patient AFTER UPDATE OF surname, born ON care.patient FOR EACH ROW EXECUTE FUNCTION care.log_change();


--
-- Name: stay log_stay; Type: TRIGGER; Schema: care; Owner: -
--

CREATE TRIGGER log_stay AFTER INSERT ON care.stay REFERENCING NEW TABLE AS n FOR EACH STATEMENT EXECUTE FUNCTION care.log_change();


--
-- Name: given given_drug_fkey; Type: FK CONSTRAINT; Schema: care; Owner: -
--

ALTER TABLE ONLY care.given
    ADD CONSTRAINT given_drug_fkey FOREIGN KEY (drug) REFERENCES care.drug(code) ON UPDATE CASCADE;


--
-- Name: given given_patient_id_fkey; Type: FK CONSTRAINT; Schema: care; Owner: -
--

ALTER TABLE ONLY care.given
    ADD CONSTRAINT given_patient_id_fkey FOREIGN KEY (patient_id) REFERENCES care.patient(patient_id);


--
-- Name: stay stay_patient_fk; Type: FK CONSTRAINT; Schema: care; Owner: -
--

ALTER TABLE ONLY care.stay
    ADD CONSTRAINT stay_patient_fk FOREIGN KEY (patient_id) REFERENCES care.patient(patient_id) ON DELETE CASCADE;


--
-- Name: stay stay_ward_fk; Type: FK CONSTRAINT; Schema: care; Owner: -
--

ALTER TABLE ONLY care.stay
    ADD CONSTRAINT stay_ward_fk FOREIGN KEY (ward_id) REFERENCES care.ward(ward_id) DEFERRABLE;


--
-- Name: patient insured_only; Type: POLICY; Schema: care; Owner: -
--

CREATE POLICY insured_only ON care.patient USING (insured);


--
-- Name: patient; Type: ROW SECURITY; Schema: care; Owner: -
--

ALTER TABLE care.patient ENABLE ROW LEVEL SECURITY;

--
-- Name: wards_out; Type: PUBLICATION; Schema: -; Owner: -
--

CREATE PUBLICATION wards_out WITH (publish = 'insert, update, delete, truncate');


--
-- Name: wards_out ward; Type: PUBLICATION TABLE; Schema: care; Owner: -
--

ALTER PUBLICATION wards_out ADD TABLE ONLY care.ward;


--
-- PostgreSQL database dump complete
--

\unrestrict yf2IvBKSKsFWHibQP50CVaBB5EKsksrSA9E9h1UMfKCtC1QkndlUw4FpK8mu9N5

