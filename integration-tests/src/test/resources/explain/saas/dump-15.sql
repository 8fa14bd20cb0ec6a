--
-- PostgreSQL database dump
--

\restrict BgyEHn1e7rdv0LKCL5qNVgJaTPSXZzP6M16zm38brcsc4fOnwpo27Ht9u5yNpgZ

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
-- Name: app; Type: SCHEMA; Schema: -; Owner: -
--

CREATE SCHEMA app;


--
-- Name: billing; Type: SCHEMA; Schema: -; Owner: -
--

CREATE SCHEMA billing;


--
-- Name: cents; Type: DOMAIN; Schema: app; Owner: -
--

CREATE DOMAIN app.cents AS bigint NOT NULL
	CONSTRAINT cents_check CHECK ((VALUE >= 0));


--
-- Name: geo; Type: TYPE; Schema: app; Owner: -
--

CREATE TYPE app.geo AS (
	lat double precision,
	lon double precision
);


--
-- Name: contact; Type: TYPE; Schema: app; Owner: -
--

CREATE TYPE app.contact AS (
	mail text,
	phone character varying(20),
	place app.geo
);


--
-- Name: label; Type: DOMAIN; Schema: app; Owner: -
--

CREATE DOMAIN app.label AS character varying(80);


--
-- Name: percent; Type: DOMAIN; Schema: app; Owner: -
--

CREATE DOMAIN app.percent AS numeric(5,2) DEFAULT 0;


--
-- Name: plan; Type: TYPE; Schema: app; Owner: -
--

CREATE TYPE app.plan AS ENUM (
    'free',
    'team',
    'enterprise'
);


--
-- Name: slug; Type: DOMAIN; Schema: app; Owner: -
--

CREATE DOMAIN app.slug AS character varying(40)
	CONSTRAINT slug_check CHECK (((VALUE)::text ~ '^[a-z0-9-]+$'::text));


--
-- Name: short_slug; Type: DOMAIN; Schema: app; Owner: -
--

CREATE DOMAIN app.short_slug AS app.slug
	CONSTRAINT short_enough CHECK ((length((VALUE)::text) < 20));


--
-- Name: tag_list; Type: DOMAIN; Schema: app; Owner: -
--

CREATE DOMAIN app.tag_list AS text[];


--
-- Name: initials(text); Type: FUNCTION; Schema: app; Owner: -
--

CREATE FUNCTION app.initials(name text) RETURNS text
    LANGUAGE sql IMMUTABLE
    AS $$ SELECT upper(left(name, 2)) $$;


--
-- Name: tenant(); Type: FUNCTION; Schema: app; Owner: -
--

CREATE FUNCTION app.tenant() RETURNS integer
    LANGUAGE sql STABLE
    AS $$ SELECT current_setting('app.tenant', true)::int $$;


--
-- Name: touch(); Type: FUNCTION; Schema: app; Owner: -
--

CREATE FUNCTION app.touch() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN NEW.changed := now(); RETURN NEW; END $$;


SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: members; Type: TABLE; Schema: app; Owner: -
--

CREATE TABLE app.members (
    tenant_id integer NOT NULL,
    member_id bigint NOT NULL,
    mail character varying(120) NOT NULL,
    first_name text,
    last_name text,
    display text GENERATED ALWAYS AS (((first_name || ' '::text) || last_name)) STORED,
    age integer,
    joined date DEFAULT CURRENT_DATE,
    changed timestamp with time zone,
    invited_by bigint,
    rights bit(8),
    login_from inet,
    token uuid,
    home app.geo,
    CONSTRAINT members_age_ck CHECK (((age >= 13) AND (age <= 130)))
);


--
-- Name: members_member_id_seq; Type: SEQUENCE; Schema: app; Owner: -
--

ALTER TABLE app.members ALTER COLUMN member_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME app.members_member_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: invoices; Type: TABLE; Schema: billing; Owner: -
--

CREATE TABLE billing.invoices (
    invoice_id integer NOT NULL,
    account_id bigint,
    month date,
    tenant_id integer,
    amount integer,
    paid boolean,
    remark character varying(200),
    due interval
);


--
-- Name: paid; Type: VIEW; Schema: app; Owner: -
--

CREATE VIEW app.paid AS
 SELECT invoices.invoice_id,
    invoices.amount
   FROM billing.invoices
  WHERE invoices.paid
  WITH LOCAL CHECK OPTION;


--
-- Name: people; Type: VIEW; Schema: app; Owner: -
--

CREATE VIEW app.people AS
 SELECT members.tenant_id,
    members.member_id,
    members.display,
    members.mail
   FROM app.members
  WHERE (members.age >= 18);


--
-- Name: points; Type: TABLE; Schema: app; Owner: -
--

CREATE TABLE app.points OF app.geo;


--
-- Name: sessions; Type: TABLE; Schema: app; Owner: -
--

CREATE UNLOGGED TABLE app.sessions (
    sid text NOT NULL,
    member bigint,
    data jsonb,
    expires timestamp with time zone
);


--
-- Name: tenants; Type: TABLE; Schema: app; Owner: -
--

CREATE TABLE app.tenants (
    tenant_id integer NOT NULL,
    slug app.slug NOT NULL,
    name app.label NOT NULL,
    plan app.plan DEFAULT 'free'::app.plan NOT NULL,
    seats smallint DEFAULT 5,
    contact app.contact,
    tags app.tag_list,
    settings json,
    created timestamp without time zone DEFAULT now() NOT NULL,
    balance app.cents DEFAULT 0,
    CONSTRAINT tenants_seats_check CHECK ((seats > 0))
);


--
-- Name: tenants_tenant_id_seq; Type: SEQUENCE; Schema: app; Owner: -
--

ALTER TABLE app.tenants ALTER COLUMN tenant_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME app.tenants_tenant_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: ticket_no; Type: SEQUENCE; Schema: app; Owner: -
--

CREATE SEQUENCE app.ticket_no
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: usage; Type: TABLE; Schema: app; Owner: -
--

CREATE TABLE app.usage (
    tenant_id integer NOT NULL,
    at timestamp with time zone NOT NULL,
    region text DEFAULT 'eu'::text NOT NULL,
    metric character varying(30) NOT NULL,
    amount numeric(14,4) DEFAULT 0 NOT NULL,
    note text,
    CONSTRAINT usage_amount_ck CHECK ((amount >= (0)::numeric))
)
PARTITION BY LIST (region);


--
-- Name: totals; Type: MATERIALIZED VIEW; Schema: app; Owner: -
--

CREATE MATERIALIZED VIEW app.totals AS
 SELECT usage.tenant_id,
    sum(usage.amount) AS amount
   FROM app.usage
  GROUP BY usage.tenant_id
  WITH NO DATA;


--
-- Name: usage_asia; Type: TABLE; Schema: app; Owner: -
--

CREATE TABLE app.usage_asia (
    tenant_id integer NOT NULL,
    at timestamp with time zone NOT NULL,
    region text NOT NULL,
    metric character varying(30) NOT NULL,
    amount numeric(14,4) NOT NULL,
    note text,
    CONSTRAINT usage_amount_ck CHECK ((amount >= (0)::numeric))
);


--
-- Name: usage_eu; Type: TABLE; Schema: app; Owner: -
--

CREATE TABLE app.usage_eu (
    tenant_id integer NOT NULL,
    at timestamp with time zone NOT NULL,
    region text DEFAULT 'eu'::text NOT NULL,
    metric character varying(30) NOT NULL,
    amount numeric(14,4) DEFAULT 0 NOT NULL,
    note text,
    CONSTRAINT usage_amount_ck CHECK ((amount >= (0)::numeric))
)
PARTITION BY RANGE (at);


--
-- Name: usage_eu_2024; Type: TABLE; Schema: app; Owner: -
--

CREATE TABLE app.usage_eu_2024 (
    tenant_id integer NOT NULL,
    at timestamp with time zone NOT NULL,
    region text DEFAULT 'eu'::text NOT NULL,
    metric character varying(30) NOT NULL,
    amount numeric(14,4) DEFAULT 0 NOT NULL,
    note text,
    CONSTRAINT usage_amount_ck CHECK ((amount >= (0)::numeric))
);


--
-- Name: usage_eu_2025; Type: TABLE; Schema: app; Owner: -
--

CREATE TABLE app.usage_eu_2025 (
    tenant_id integer NOT NULL,
    at timestamp with time zone NOT NULL,
    region text DEFAULT 'eu'::text NOT NULL,
    metric character varying(30) NOT NULL,
    amount numeric(14,4) DEFAULT 0 NOT NULL,
    note text,
    CONSTRAINT usage_amount_ck CHECK ((amount >= (0)::numeric))
);


--
-- Name: usage_eu_2026; Type: TABLE; Schema: app; Owner: -
--

CREATE TABLE app.usage_eu_2026 (
    tenant_id integer NOT NULL,
    at timestamp with time zone NOT NULL,
    region text DEFAULT 'eu'::text NOT NULL,
    metric character varying(30) NOT NULL,
    amount numeric(14,4) DEFAULT 0 NOT NULL,
    note text,
    CONSTRAINT in_2026 CHECK (((at >= '2026-01-01 00:00:00+00'::timestamp with time zone) AND (at < '2027-01-01 00:00:00+00'::timestamp with time zone))),
    CONSTRAINT usage_amount_ck CHECK ((amount >= (0)::numeric))
);


--
-- Name: usage_rest; Type: TABLE; Schema: app; Owner: -
--

CREATE TABLE app.usage_rest (
    tenant_id integer NOT NULL,
    at timestamp with time zone NOT NULL,
    region text DEFAULT 'eu'::text NOT NULL,
    metric character varying(30) NOT NULL,
    amount numeric(14,4) DEFAULT 0 NOT NULL,
    note text,
    CONSTRAINT usage_amount_ck CHECK ((amount >= (0)::numeric))
);


--
-- Name: usage_us; Type: TABLE; Schema: app; Owner: -
--

CREATE TABLE app.usage_us (
    tenant_id integer NOT NULL,
    at timestamp with time zone NOT NULL,
    region text DEFAULT 'eu'::text NOT NULL,
    metric character varying(30) NOT NULL,
    amount numeric(14,4) DEFAULT 0 NOT NULL,
    note text,
    CONSTRAINT usage_amount_ck CHECK ((amount >= (0)::numeric))
);


--
-- Name: accounts; Type: TABLE; Schema: billing; Owner: -
--

CREATE TABLE billing.accounts (
    account_id bigint NOT NULL,
    tenant_id integer,
    opened date
)
PARTITION BY HASH (account_id);


--
-- Name: accounts_0; Type: TABLE; Schema: billing; Owner: -
--

CREATE TABLE billing.accounts_0 (
    account_id bigint NOT NULL,
    tenant_id integer,
    opened date
);


--
-- Name: accounts_1; Type: TABLE; Schema: billing; Owner: -
--

CREATE TABLE billing.accounts_1 (
    account_id bigint NOT NULL,
    tenant_id integer,
    opened date
);


--
-- Name: entry; Type: TABLE; Schema: billing; Owner: -
--

CREATE TABLE billing.entry (
    id integer NOT NULL,
    booked date NOT NULL,
    amount numeric,
    memo character varying(50),
    CONSTRAINT entry_amount_check CHECK ((amount <> (0)::numeric))
);


--
-- Name: refund; Type: TABLE; Schema: billing; Owner: -
--

CREATE TABLE billing.refund (
    amount numeric NOT NULL,
    reason text
)
INHERITS (billing.entry);


--
-- Name: chargeback; Type: TABLE; Schema: billing; Owner: -
--

CREATE TABLE billing.chargeback (
    bank text
)
INHERITS (billing.refund);


--
-- Name: invoices_invoice_id_seq; Type: SEQUENCE; Schema: billing; Owner: -
--

CREATE SEQUENCE billing.invoices_invoice_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: invoices_invoice_id_seq; Type: SEQUENCE OWNED BY; Schema: billing; Owner: -
--

ALTER SEQUENCE billing.invoices_invoice_id_seq OWNED BY billing.invoices.invoice_id;


--
-- Name: months; Type: TABLE; Schema: billing; Owner: -
--

CREATE TABLE billing.months (
    month date NOT NULL,
    tenant_id integer NOT NULL,
    total numeric(12,2)
)
PARTITION BY RANGE (month);


--
-- Name: months_2024; Type: TABLE; Schema: billing; Owner: -
--

CREATE TABLE billing.months_2024 (
    month date NOT NULL,
    tenant_id integer NOT NULL,
    total numeric(12,2)
);


--
-- Name: months_2025; Type: TABLE; Schema: billing; Owner: -
--

CREATE TABLE billing.months_2025 (
    month date NOT NULL,
    tenant_id integer NOT NULL,
    total numeric(12,2)
);


--
-- Name: months_2026; Type: TABLE; Schema: billing; Owner: -
--

CREATE TABLE billing.months_2026 (
    month date NOT NULL,
    tenant_id integer NOT NULL,
    total numeric(12,2)
);


--
-- Name: payment; Type: TABLE; Schema: billing; Owner: -
--

CREATE TABLE billing.payment (
    method text,
    CONSTRAINT payment_method_check CHECK ((method <> ''::text))
)
INHERITS (billing.entry);


--
-- Name: usage_eu; Type: TABLE ATTACH; Schema: app; Owner: -
--

ALTER TABLE ONLY app.usage ATTACH PARTITION app.usage_eu FOR VALUES IN ('eu');


--
-- Name: usage_eu_2024; Type: TABLE ATTACH; Schema: app; Owner: -
--

ALTER TABLE ONLY app.usage_eu ATTACH PARTITION app.usage_eu_2024 FOR VALUES FROM ('2024-01-01 00:00:00+00') TO ('2025-01-01 00:00:00+00');


--
-- Name: usage_eu_2025; Type: TABLE ATTACH; Schema: app; Owner: -
--

ALTER TABLE ONLY app.usage_eu ATTACH PARTITION app.usage_eu_2025 FOR VALUES FROM ('2025-01-01 00:00:00+00') TO ('2026-01-01 00:00:00+00');


--
-- Name: usage_rest; Type: TABLE ATTACH; Schema: app; Owner: -
--

ALTER TABLE ONLY app.usage ATTACH PARTITION app.usage_rest DEFAULT;


--
-- Name: usage_us; Type: TABLE ATTACH; Schema: app; Owner: -
--

ALTER TABLE ONLY app.usage ATTACH PARTITION app.usage_us FOR VALUES IN ('us', 'ca');


--
-- Name: accounts_0; Type: TABLE ATTACH; Schema: billing; Owner: -
--

ALTER TABLE ONLY billing.accounts ATTACH PARTITION billing.accounts_0 FOR VALUES WITH (modulus 2, remainder 0);


--
-- Name: accounts_1; Type: TABLE ATTACH; Schema: billing; Owner: -
--

ALTER TABLE ONLY billing.accounts ATTACH PARTITION billing.accounts_1 FOR VALUES WITH (modulus 2, remainder 1);


--
-- Name: months_2024; Type: TABLE ATTACH; Schema: billing; Owner: -
--

ALTER TABLE ONLY billing.months ATTACH PARTITION billing.months_2024 FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');


--
-- Name: months_2025; Type: TABLE ATTACH; Schema: billing; Owner: -
--

ALTER TABLE ONLY billing.months ATTACH PARTITION billing.months_2025 FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');


--
-- Name: invoices invoice_id; Type: DEFAULT; Schema: billing; Owner: -
--

ALTER TABLE ONLY billing.invoices ALTER COLUMN invoice_id SET DEFAULT nextval('billing.invoices_invoice_id_seq'::regclass);


--
-- Name: members members_mail_uq; Type: CONSTRAINT; Schema: app; Owner: -
--

ALTER TABLE ONLY app.members
    ADD CONSTRAINT members_mail_uq UNIQUE (tenant_id, mail);


--
-- Name: members members_pkey; Type: CONSTRAINT; Schema: app; Owner: -
--

ALTER TABLE ONLY app.members
    ADD CONSTRAINT members_pkey PRIMARY KEY (tenant_id, member_id);


--
-- Name: sessions sessions_pkey; Type: CONSTRAINT; Schema: app; Owner: -
--

ALTER TABLE ONLY app.sessions
    ADD CONSTRAINT sessions_pkey PRIMARY KEY (sid);


--
-- Name: tenants tenants_pkey; Type: CONSTRAINT; Schema: app; Owner: -
--

ALTER TABLE ONLY app.tenants
    ADD CONSTRAINT tenants_pkey PRIMARY KEY (tenant_id);


--
-- Name: tenants tenants_slug_key; Type: CONSTRAINT; Schema: app; Owner: -
--

ALTER TABLE ONLY app.tenants
    ADD CONSTRAINT tenants_slug_key UNIQUE (slug);


--
-- Name: accounts accounts_pkey; Type: CONSTRAINT; Schema: billing; Owner: -
--

ALTER TABLE ONLY billing.accounts
    ADD CONSTRAINT accounts_pkey PRIMARY KEY (account_id);


--
-- Name: accounts_0 accounts_0_pkey; Type: CONSTRAINT; Schema: billing; Owner: -
--

ALTER TABLE ONLY billing.accounts_0
    ADD CONSTRAINT accounts_0_pkey PRIMARY KEY (account_id);


--
-- Name: accounts_1 accounts_1_pkey; Type: CONSTRAINT; Schema: billing; Owner: -
--

ALTER TABLE ONLY billing.accounts_1
    ADD CONSTRAINT accounts_1_pkey PRIMARY KEY (account_id);


--
-- Name: entry entry_pkey; Type: CONSTRAINT; Schema: billing; Owner: -
--

ALTER TABLE ONLY billing.entry
    ADD CONSTRAINT entry_pkey PRIMARY KEY (id);


--
-- Name: invoices invoices_pkey; Type: CONSTRAINT; Schema: billing; Owner: -
--

ALTER TABLE ONLY billing.invoices
    ADD CONSTRAINT invoices_pkey PRIMARY KEY (invoice_id);


--
-- Name: months months_pk; Type: CONSTRAINT; Schema: billing; Owner: -
--

ALTER TABLE ONLY billing.months
    ADD CONSTRAINT months_pk PRIMARY KEY (month, tenant_id);


--
-- Name: months_2024 months_2024_pkey; Type: CONSTRAINT; Schema: billing; Owner: -
--

ALTER TABLE ONLY billing.months_2024
    ADD CONSTRAINT months_2024_pkey PRIMARY KEY (month, tenant_id);


--
-- Name: months_2025 months_2025_pkey; Type: CONSTRAINT; Schema: billing; Owner: -
--

ALTER TABLE ONLY billing.months_2025
    ADD CONSTRAINT months_2025_pkey PRIMARY KEY (month, tenant_id);


--
-- Name: members_display_ix; Type: INDEX; Schema: app; Owner: -
--

CREATE INDEX members_display_ix ON app.members USING btree (display);


--
-- Name: members_last_ix; Type: INDEX; Schema: app; Owner: -
--

CREATE INDEX members_last_ix ON app.members USING btree (last_name varchar_pattern_ops) WHERE (changed IS NULL);


--
-- Name: members_mail_ix; Type: INDEX; Schema: app; Owner: -
--

CREATE INDEX members_mail_ix ON app.members USING btree (lower((mail)::text));


--
-- Name: totals_tenant_ix; Type: INDEX; Schema: app; Owner: -
--

CREATE UNIQUE INDEX totals_tenant_ix ON app.totals USING btree (tenant_id);


--
-- Name: usage_at_ix; Type: INDEX; Schema: app; Owner: -
--

CREATE INDEX usage_at_ix ON ONLY app.usage USING btree (at);


--
-- Name: usage_eu_at_idx; Type: INDEX; Schema: app; Owner: -
--

CREATE INDEX usage_eu_at_idx ON ONLY app.usage_eu USING btree (at);


--
-- Name: usage_eu_2024_at_idx; Type: INDEX; Schema: app; Owner: -
--

CREATE INDEX usage_eu_2024_at_idx ON app.usage_eu_2024 USING btree (at);


--
-- Name: usage_eu_2025_at_idx; Type: INDEX; Schema: app; Owner: -
--

CREATE INDEX usage_eu_2025_at_idx ON app.usage_eu_2025 USING btree (at);


--
-- Name: usage_eu_2026_at_idx; Type: INDEX; Schema: app; Owner: -
--

CREATE INDEX usage_eu_2026_at_idx ON app.usage_eu_2026 USING btree (at);


--
-- Name: usage_rest_at_idx; Type: INDEX; Schema: app; Owner: -
--

CREATE INDEX usage_rest_at_idx ON app.usage_rest USING btree (at);


--
-- Name: usage_us_at_idx; Type: INDEX; Schema: app; Owner: -
--

CREATE INDEX usage_us_at_idx ON app.usage_us USING btree (at);


--
-- Name: usage_us_metric_ix; Type: INDEX; Schema: app; Owner: -
--

CREATE INDEX usage_us_metric_ix ON app.usage_us USING btree (metric);


--
-- Name: invoices_month_ix; Type: INDEX; Schema: billing; Owner: -
--

CREATE INDEX invoices_month_ix ON billing.invoices USING btree (month, tenant_id);


--
-- Name: invoices_remark_ix; Type: INDEX; Schema: billing; Owner: -
--

CREATE INDEX invoices_remark_ix ON billing.invoices USING btree (remark) WHERE paid;


--
-- Name: payment_booked_ix; Type: INDEX; Schema: billing; Owner: -
--

CREATE INDEX payment_booked_ix ON billing.payment USING btree (booked);


--
-- Name: usage_eu_2024_at_idx; Type: INDEX ATTACH; Schema: app; Owner: -
--

ALTER INDEX app.usage_eu_at_idx ATTACH PARTITION app.usage_eu_2024_at_idx;


--
-- Name: usage_eu_2025_at_idx; Type: INDEX ATTACH; Schema: app; Owner: -
--

ALTER INDEX app.usage_eu_at_idx ATTACH PARTITION app.usage_eu_2025_at_idx;


--
-- Name: usage_eu_at_idx; Type: INDEX ATTACH; Schema: app; Owner: -
--

ALTER INDEX app.usage_at_ix ATTACH PARTITION app.usage_eu_at_idx;


--
-- Name: usage_rest_at_idx; Type: INDEX ATTACH; Schema: app; Owner: -
--

ALTER INDEX app.usage_at_ix ATTACH PARTITION app.usage_rest_at_idx;


--
-- Name: usage_us_at_idx; Type: INDEX ATTACH; Schema: app; Owner: -
--

ALTER INDEX app.usage_at_ix ATTACH PARTITION app.usage_us_at_idx;


--
-- Name: accounts_0_pkey; Type: INDEX ATTACH; Schema: billing; Owner: -
--

ALTER INDEX billing.accounts_pkey ATTACH PARTITION billing.accounts_0_pkey;


--
-- Name: accounts_1_pkey; Type: INDEX ATTACH; Schema: billing; Owner: -
--

ALTER INDEX billing.accounts_pkey ATTACH PARTITION billing.accounts_1_pkey;


--
-- Name: months_2024_pkey; Type: INDEX ATTACH; Schema: billing; Owner: -
--

ALTER INDEX billing.months_pk ATTACH PARTITION billing.months_2024_pkey;


--
-- Name: months_2025_pkey; Type: INDEX ATTACH; Schema: billing; Owner: -
--

ALTER INDEX billing.months_pk ATTACH PARTITION billing.months_2025_pkey;


--
-- Name: members_names; Type: STATISTICS; Schema: app; Owner: -
--

CREATE STATISTICS app.members_names (dependencies) ON first_name, last_name FROM app.members;


--
-- Name: entry no_delete; Type: RULE; Schema: billing; Owner: -
--

CREATE RULE no_delete AS
    ON DELETE TO billing.entry DO INSTEAD NOTHING;


--
-- Name: members members_touch; Type: TRIGGER; Schema: app; Owner: -
--

CREATE TRIGGER members_touch BEFORE UPDATE OF mail, first_name ON app.members FOR EACH ROW EXECUTE FUNCTION app.touch();


--
-- Name: members members_inviter_fk; Type: FK CONSTRAINT; Schema: app; Owner: -
--

ALTER TABLE ONLY app.members
    ADD CONSTRAINT members_inviter_fk FOREIGN KEY (tenant_id, invited_by) REFERENCES app.members(tenant_id, member_id) DEFERRABLE;


--
-- Name: members members_tenant_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: -
--

ALTER TABLE ONLY app.members
    ADD CONSTRAINT members_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES app.tenants(tenant_id) ON DELETE CASCADE;


--
-- Name: invoices invoices_account_id_fkey; Type: FK CONSTRAINT; Schema: billing; Owner: -
--

ALTER TABLE ONLY billing.invoices
    ADD CONSTRAINT invoices_account_id_fkey FOREIGN KEY (account_id) REFERENCES billing.accounts(account_id);


--
-- Name: invoices invoices_month_fk; Type: FK CONSTRAINT; Schema: billing; Owner: -
--

ALTER TABLE ONLY billing.invoices
    ADD CONSTRAINT invoices_month_fk FOREIGN KEY (month, tenant_id) REFERENCES billing.months(month, tenant_id);


--
-- Name: months months_tenant_id_fkey; Type: FK CONSTRAINT; Schema: billing; Owner: -
--

ALTER TABLE billing.months
    ADD CONSTRAINT months_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES app.tenants(tenant_id);


--
-- Name: members adults; Type: POLICY; Schema: app; Owner: -
--

CREATE POLICY adults ON app.members AS RESTRICTIVE FOR SELECT USING ((age >= 18));


--
-- Name: members; Type: ROW SECURITY; Schema: app; Owner: -
--

ALTER TABLE app.members ENABLE ROW LEVEL SECURITY;

--
-- Name: members own_tenant; Type: POLICY; Schema: app; Owner: -
--

CREATE POLICY own_tenant ON app.members USING ((tenant_id = app.tenant()));


--
-- Name: out; Type: PUBLICATION; Schema: -; Owner: -
--

CREATE PUBLICATION "out" WITH (publish = 'insert, update, delete, truncate');


--
-- Name: out members; Type: PUBLICATION TABLE; Schema: app; Owner: -
--

ALTER PUBLICATION "out" ADD TABLE ONLY app.members;


--
-- Name: out tenants; Type: PUBLICATION TABLE; Schema: app; Owner: -
--

ALTER PUBLICATION "out" ADD TABLE ONLY app.tenants;


--
-- PostgreSQL database dump complete
--

\unrestrict BgyEHn1e7rdv0LKCL5qNVgJaTPSXZzP6M16zm38brcsc4fOnwpo27Ht9u5yNpgZ

