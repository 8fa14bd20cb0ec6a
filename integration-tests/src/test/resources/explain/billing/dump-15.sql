--
-- PostgreSQL database dump
--

\restrict Qc5rw4Lcq7GtirjiPICGzUfdSL2HJ9DonD4x1czdIXQ3VEDc2RbMPCCyuGOl8bw

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
-- Name: Archive; Type: SCHEMA; Schema: -; Owner: postgres
--

CREATE SCHEMA "Archive";


ALTER SCHEMA "Archive" OWNER TO postgres;

--
-- Name: bill; Type: SCHEMA; Schema: -; Owner: postgres
--

CREATE SCHEMA bill;


ALTER SCHEMA bill OWNER TO postgres;

--
-- Name: btree_gist; Type: EXTENSION; Schema: -; Owner: -
--

CREATE EXTENSION IF NOT EXISTS btree_gist WITH SCHEMA public;


--
-- Name: EXTENSION btree_gist; Type: COMMENT; Schema: -; Owner: 
--

COMMENT ON EXTENSION btree_gist IS 'support for indexing common datatypes in GiST';


--
-- Name: amount; Type: DOMAIN; Schema: bill; Owner: postgres
--

CREATE DOMAIN bill.amount AS numeric(14,4);


ALTER DOMAIN bill.amount OWNER TO postgres;

--
-- Name: contact; Type: TYPE; Schema: bill; Owner: postgres
--

CREATE TYPE bill.contact AS (
	name text,
	mail text,
	phone character varying(20)
);


ALTER TYPE bill.contact OWNER TO postgres;

--
-- Name: currency; Type: DOMAIN; Schema: bill; Owner: postgres
--

CREATE DOMAIN bill.currency AS character(3) DEFAULT 'EUR'::bpchar
	CONSTRAINT upper_case CHECK (((VALUE)::text = upper((VALUE)::text)));


ALTER DOMAIN bill.currency OWNER TO postgres;

--
-- Name: iban; Type: DOMAIN; Schema: bill; Owner: postgres
--

CREATE DOMAIN bill.iban AS character varying(34) NOT NULL;


ALTER DOMAIN bill.iban OWNER TO postgres;

--
-- Name: positive; Type: DOMAIN; Schema: bill; Owner: postgres
--

CREATE DOMAIN bill.positive AS bill.amount
	CONSTRAINT positive_check CHECK (((VALUE)::numeric > (0)::numeric));


ALTER DOMAIN bill.positive OWNER TO postgres;

--
-- Name: span; Type: TYPE; Schema: bill; Owner: postgres
--

CREATE TYPE bill.span AS RANGE (
    subtype = date,
    multirange_type_name = bill.span_multirange
);


ALTER TYPE bill.span OWNER TO postgres;

--
-- Name: status; Type: TYPE; Schema: bill; Owner: postgres
--

CREATE TYPE bill.status AS ENUM (
    'draft',
    'open',
    'paid',
    'void'
);


ALTER TYPE bill.status OWNER TO postgres;

--
-- Name: fixed(); Type: FUNCTION; Schema: bill; Owner: postgres
--

CREATE FUNCTION bill.fixed() RETURNS integer
    LANGUAGE plpgsql IMMUTABLE
    AS $$ BEGIN RETURN 7; END $$;


ALTER FUNCTION bill.fixed() OWNER TO postgres;

--
-- Name: gross(numeric, numeric); Type: FUNCTION; Schema: bill; Owner: postgres
--

CREATE FUNCTION bill.gross(net numeric, rate numeric) RETURNS numeric
    LANGUAGE sql IMMUTABLE
    AS $$ SELECT net * (1 + rate) $$;


ALTER FUNCTION bill.gross(net numeric, rate numeric) OWNER TO postgres;

--
-- Name: next_no(); Type: FUNCTION; Schema: bill; Owner: postgres
--

CREATE FUNCTION bill.next_no() RETURNS text
    LANGUAGE plpgsql
    AS $$ BEGIN RETURN 'R' || nextval('bill.invoice_no'); END $$;


ALTER FUNCTION bill.next_no() OWNER TO postgres;

--
-- Name: stamp(); Type: FUNCTION; Schema: bill; Owner: postgres
--

CREATE FUNCTION bill.stamp() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN RETURN NEW; END $$;


ALTER FUNCTION bill.stamp() OWNER TO postgres;

--
-- Name: today(); Type: FUNCTION; Schema: bill; Owner: postgres
--

CREATE FUNCTION bill.today() RETURNS date
    LANGUAGE sql STABLE
    AS $$ SELECT current_date $$;


ALTER FUNCTION bill.today() OWNER TO postgres;

SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: Old Invoices; Type: TABLE; Schema: Archive; Owner: postgres
--

CREATE TABLE "Archive"."Old Invoices" (
    "No" bigint NOT NULL,
    "Year" smallint,
    "Order" text,
    no integer
);


ALTER TABLE "Archive"."Old Invoices" OWNER TO postgres;

--
-- Name: accounts; Type: TABLE; Schema: bill; Owner: postgres
--

CREATE TABLE bill.accounts (
    account_id integer NOT NULL,
    number character varying(12) NOT NULL,
    holder text NOT NULL,
    iban bill.iban,
    main_contact bill.contact,
    credit bill.amount DEFAULT 0,
    opened date DEFAULT bill.today(),
    closed timestamp(3) without time zone,
    parent_id integer,
    country character(2) DEFAULT 'DE'::bpchar,
    flags bit varying(8),
    last_ip inet,
    rating smallint,
    note text,
    CONSTRAINT accounts_rating_check CHECK (((rating >= 1) AND (rating <= 10))),
    CONSTRAINT opened_before_closed CHECK (((closed IS NULL) OR (closed >= opened)))
);
ALTER TABLE ONLY bill.accounts ALTER COLUMN note SET STATISTICS 500;


ALTER TABLE bill.accounts OWNER TO postgres;

--
-- Name: account_list; Type: VIEW; Schema: bill; Owner: postgres
--

CREATE VIEW bill.account_list AS
 SELECT accounts.account_id,
    accounts.number,
    accounts.holder,
    accounts.country
   FROM bill.accounts;


ALTER TABLE bill.account_list OWNER TO postgres;

--
-- Name: accounts_account_id_seq; Type: SEQUENCE; Schema: bill; Owner: postgres
--

ALTER TABLE bill.accounts ALTER COLUMN account_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME bill.accounts_account_id_seq
    START WITH 10
    INCREMENT BY 5
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: payments; Type: TABLE; Schema: bill; Owner: postgres
--

CREATE TABLE bill.payments (
    pay_id integer NOT NULL,
    paid numeric(10,2) NOT NULL,
    at timestamp without time zone DEFAULT CURRENT_TIMESTAMP,
    reference text
);


ALTER TABLE bill.payments OWNER TO postgres;

--
-- Name: bank_payments; Type: TABLE; Schema: bill; Owner: postgres
--

CREATE TABLE bill.bank_payments (
    iban bill.iban
)
INHERITS (bill.payments);


ALTER TABLE bill.bank_payments OWNER TO postgres;

--
-- Name: card_payments; Type: TABLE; Schema: bill; Owner: postgres
--

CREATE TABLE bill.card_payments (
    pan character(16),
    expires date,
    CONSTRAINT pan_full CHECK ((length(pan) = 16))
)
INHERITS (bill.payments);


ALTER TABLE bill.card_payments OWNER TO postgres;

--
-- Name: invoices; Type: TABLE; Schema: bill; Owner: postgres
--

CREATE TABLE bill.invoices (
    no bigint NOT NULL,
    issued date NOT NULL,
    account integer NOT NULL,
    status bill.status DEFAULT 'draft'::bill.status,
    net numeric(12,2),
    vat numeric(12,2),
    due date,
    memo character varying(200),
    CONSTRAINT net_sane CHECK ((net >= (0)::numeric))
)
PARTITION BY RANGE (issued);


ALTER TABLE bill.invoices OWNER TO postgres;

--
-- Name: open_invoices; Type: VIEW; Schema: bill; Owner: postgres
--

CREATE VIEW bill.open_invoices AS
 SELECT invoices.no,
    invoices.issued,
    invoices.account,
    invoices.net
   FROM bill.invoices
  WHERE (invoices.status = 'open'::bill.status);


ALTER TABLE bill.open_invoices OWNER TO postgres;

--
-- Name: debtors; Type: VIEW; Schema: bill; Owner: postgres
--

CREATE VIEW bill.debtors AS
 SELECT l.holder,
    i.net
   FROM (bill.account_list l
     JOIN bill.open_invoices i ON ((i.account = l.account_id)));


ALTER TABLE bill.debtors OWNER TO postgres;

--
-- Name: invoice_lines; Type: TABLE; Schema: bill; Owner: postgres
--

CREATE TABLE bill.invoice_lines (
    invoice bigint NOT NULL,
    issued date NOT NULL,
    pos smallint NOT NULL,
    what text,
    price bill.positive
);


ALTER TABLE bill.invoice_lines OWNER TO postgres;

--
-- Name: invoice_no; Type: SEQUENCE; Schema: bill; Owner: postgres
--

CREATE SEQUENCE bill.invoice_no
    START WITH 1000
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 10;


ALTER TABLE bill.invoice_no OWNER TO postgres;

--
-- Name: invoices_2024; Type: TABLE; Schema: bill; Owner: postgres
--

CREATE TABLE bill.invoices_2024 (
    no bigint NOT NULL,
    issued date NOT NULL,
    account integer NOT NULL,
    status bill.status DEFAULT 'draft'::bill.status,
    net numeric(12,2),
    vat numeric(12,2),
    due date,
    memo character varying(200),
    CONSTRAINT net_sane CHECK ((net >= (0)::numeric))
);


ALTER TABLE bill.invoices_2024 OWNER TO postgres;

--
-- Name: invoices_2025; Type: TABLE; Schema: bill; Owner: postgres
--

CREATE TABLE bill.invoices_2025 (
    no bigint NOT NULL,
    issued date NOT NULL,
    account integer NOT NULL,
    status bill.status DEFAULT 'draft'::bill.status,
    net numeric(12,2),
    vat numeric(12,2),
    due date,
    memo character varying(200),
    CONSTRAINT net_sane CHECK ((net >= (0)::numeric))
)
PARTITION BY RANGE (no);


ALTER TABLE bill.invoices_2025 OWNER TO postgres;

--
-- Name: invoices_2025_high; Type: TABLE; Schema: bill; Owner: postgres
--

CREATE TABLE bill.invoices_2025_high (
    no bigint NOT NULL,
    issued date NOT NULL,
    account integer NOT NULL,
    status bill.status DEFAULT 'draft'::bill.status,
    net numeric(12,2),
    vat numeric(12,2),
    due date,
    memo character varying(200),
    CONSTRAINT net_sane CHECK ((net >= (0)::numeric))
);


ALTER TABLE bill.invoices_2025_high OWNER TO postgres;

--
-- Name: invoices_2025_low; Type: TABLE; Schema: bill; Owner: postgres
--

CREATE TABLE bill.invoices_2025_low (
    no bigint NOT NULL,
    issued date NOT NULL,
    account integer NOT NULL,
    status bill.status DEFAULT 'draft'::bill.status,
    net numeric(12,2),
    vat numeric(12,2),
    due date,
    memo character varying(200),
    CONSTRAINT net_sane CHECK ((net >= (0)::numeric))
);


ALTER TABLE bill.invoices_2025_low OWNER TO postgres;

--
-- Name: invoices_2026; Type: TABLE; Schema: bill; Owner: postgres
--

CREATE TABLE bill.invoices_2026 (
    no bigint NOT NULL,
    issued date NOT NULL,
    account integer NOT NULL,
    status bill.status DEFAULT 'draft'::bill.status,
    net numeric(12,2),
    vat numeric(12,2),
    due date,
    memo character varying(200),
    CONSTRAINT in_2026 CHECK (((issued >= '2026-01-01'::date) AND (issued < '2027-01-01'::date))),
    CONSTRAINT net_sane CHECK ((net >= (0)::numeric))
);


ALTER TABLE bill.invoices_2026 OWNER TO postgres;

--
-- Name: invoices_2027; Type: TABLE; Schema: bill; Owner: postgres
--

CREATE TABLE bill.invoices_2027 (
    no bigint NOT NULL,
    issued date NOT NULL,
    account integer NOT NULL,
    status bill.status,
    net numeric(12,2),
    vat numeric(12,2),
    due date,
    memo character varying(200)
);


ALTER TABLE bill.invoices_2027 OWNER TO postgres;

--
-- Name: invoices_rest; Type: TABLE; Schema: bill; Owner: postgres
--

CREATE TABLE bill.invoices_rest (
    no bigint NOT NULL,
    issued date NOT NULL,
    account integer NOT NULL,
    status bill.status DEFAULT 'draft'::bill.status,
    net numeric(12,2),
    vat numeric(12,2),
    due date,
    memo character varying(200),
    CONSTRAINT net_sane CHECK ((net >= (0)::numeric))
);


ALTER TABLE bill.invoices_rest OWNER TO postgres;

--
-- Name: invoices_wrong; Type: TABLE; Schema: bill; Owner: postgres
--

CREATE TABLE bill.invoices_wrong (
    no bigint NOT NULL,
    issued date NOT NULL,
    account integer NOT NULL
);


ALTER TABLE bill.invoices_wrong OWNER TO postgres;

--
-- Name: subscriptions; Type: TABLE; Schema: bill; Owner: postgres
--

CREATE TABLE bill.subscriptions (
    sub_id bigint NOT NULL,
    account integer NOT NULL,
    tariff character(6),
    begins timestamp with time zone DEFAULT now() NOT NULL,
    ends timestamp with time zone,
    seats integer DEFAULT 1,
    discount numeric(5,2),
    labels text[] DEFAULT '{}'::text[],
    extra jsonb,
    channel character varying(10) DEFAULT 'web'::character varying,
    started_on date,
    paused interval,
    CONSTRAINT discount_given CHECK ((discount IS NOT NULL))
);

ALTER TABLE ONLY bill.subscriptions REPLICA IDENTITY FULL;


ALTER TABLE bill.subscriptions OWNER TO postgres;

--
-- Name: later; Type: MATERIALIZED VIEW; Schema: bill; Owner: postgres
--

CREATE MATERIALIZED VIEW bill.later AS
 SELECT subscriptions.sub_id,
    subscriptions.ends
   FROM bill.subscriptions
  WITH NO DATA;


ALTER TABLE bill.later OWNER TO postgres;

--
-- Name: ledger_entries; Type: TABLE; Schema: bill; Owner: postgres
--

CREATE TABLE bill.ledger_entries (
    entry uuid NOT NULL,
    shard integer NOT NULL,
    debit bill.amount,
    credit bill.amount,
    at timestamp with time zone NOT NULL
)
PARTITION BY HASH (shard);


ALTER TABLE bill.ledger_entries OWNER TO postgres;

--
-- Name: ledger_entries_0; Type: TABLE; Schema: bill; Owner: postgres
--

CREATE TABLE bill.ledger_entries_0 (
    entry uuid NOT NULL,
    shard integer NOT NULL,
    debit bill.amount,
    credit bill.amount,
    at timestamp with time zone NOT NULL
);


ALTER TABLE bill.ledger_entries_0 OWNER TO postgres;

--
-- Name: ledger_entries_1; Type: TABLE; Schema: bill; Owner: postgres
--

CREATE TABLE bill.ledger_entries_1 (
    entry uuid NOT NULL,
    shard integer NOT NULL,
    debit bill.amount,
    credit bill.amount,
    at timestamp with time zone NOT NULL
);


ALTER TABLE bill.ledger_entries_1 OWNER TO postgres;

--
-- Name: loose_payments; Type: TABLE; Schema: bill; Owner: postgres
--

CREATE TABLE bill.loose_payments (
    pay_id integer NOT NULL,
    paid numeric(10,2) NOT NULL,
    at timestamp without time zone,
    reference text,
    source text
);


ALTER TABLE bill.loose_payments OWNER TO postgres;

--
-- Name: payment_days; Type: MATERIALIZED VIEW; Schema: bill; Owner: postgres
--

CREATE MATERIALIZED VIEW bill.payment_days AS
 SELECT (payments.at)::date AS day,
    count(*) AS n
   FROM bill.payments
  GROUP BY ((payments.at)::date)
  WITH NO DATA;


ALTER TABLE bill.payment_days OWNER TO postgres;

--
-- Name: rates; Type: TABLE; Schema: bill; Owner: postgres
--

CREATE TABLE bill.rates (
    a text NOT NULL,
    b text NOT NULL,
    rate numeric,
    since date
);


ALTER TABLE bill.rates OWNER TO postgres;

--
-- Name: staging; Type: TABLE; Schema: bill; Owner: postgres
--

CREATE UNLOGGED TABLE bill.staging (
    line integer,
    raw text
);


ALTER TABLE bill.staging OWNER TO postgres;

--
-- Name: subscriptions_sub_id_seq; Type: SEQUENCE; Schema: bill; Owner: postgres
--

CREATE SEQUENCE bill.subscriptions_sub_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


ALTER TABLE bill.subscriptions_sub_id_seq OWNER TO postgres;

--
-- Name: subscriptions_sub_id_seq; Type: SEQUENCE OWNED BY; Schema: bill; Owner: postgres
--

ALTER SEQUENCE bill.subscriptions_sub_id_seq OWNED BY bill.subscriptions.sub_id;


--
-- Name: tariffs; Type: TABLE; Schema: bill; Owner: postgres
--

CREATE TABLE bill.tariffs (
    tariff character(6) NOT NULL,
    valid bill.span NOT NULL,
    price bill.positive,
    cur bill.currency NOT NULL,
    seats integer DEFAULT 1 NOT NULL
);


ALTER TABLE bill.tariffs OWNER TO postgres;

--
-- Name: turnover; Type: MATERIALIZED VIEW; Schema: bill; Owner: postgres
--

CREATE MATERIALIZED VIEW bill.turnover AS
 SELECT invoices.account,
    sum(invoices.net) AS total,
    max(invoices.issued) AS newest
   FROM bill.invoices
  GROUP BY invoices.account
  WITH NO DATA;


ALTER TABLE bill.turnover OWNER TO postgres;

--
-- Name: plain_numbers; Type: TABLE; Schema: public; Owner: postgres
--

CREATE TABLE public.plain_numbers (
    a integer,
    b integer,
    c integer
);


ALTER TABLE public.plain_numbers OWNER TO postgres;

--
-- Name: invoices_2024; Type: TABLE ATTACH; Schema: bill; Owner: postgres
--

ALTER TABLE ONLY bill.invoices ATTACH PARTITION bill.invoices_2024 FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');


--
-- Name: invoices_2025; Type: TABLE ATTACH; Schema: bill; Owner: postgres
--

ALTER TABLE ONLY bill.invoices ATTACH PARTITION bill.invoices_2025 FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');


--
-- Name: invoices_2025_high; Type: TABLE ATTACH; Schema: bill; Owner: postgres
--

ALTER TABLE ONLY bill.invoices_2025 ATTACH PARTITION bill.invoices_2025_high FOR VALUES FROM ('1000') TO ('2000');


--
-- Name: invoices_2025_low; Type: TABLE ATTACH; Schema: bill; Owner: postgres
--

ALTER TABLE ONLY bill.invoices_2025 ATTACH PARTITION bill.invoices_2025_low FOR VALUES FROM (MINVALUE) TO ('1000');


--
-- Name: invoices_rest; Type: TABLE ATTACH; Schema: bill; Owner: postgres
--

ALTER TABLE ONLY bill.invoices ATTACH PARTITION bill.invoices_rest DEFAULT;


--
-- Name: ledger_entries_0; Type: TABLE ATTACH; Schema: bill; Owner: postgres
--

ALTER TABLE ONLY bill.ledger_entries ATTACH PARTITION bill.ledger_entries_0 FOR VALUES WITH (modulus 2, remainder 0);


--
-- Name: ledger_entries_1; Type: TABLE ATTACH; Schema: bill; Owner: postgres
--

ALTER TABLE ONLY bill.ledger_entries ATTACH PARTITION bill.ledger_entries_1 FOR VALUES WITH (modulus 2, remainder 1);


--
-- Name: bank_payments at; Type: DEFAULT; Schema: bill; Owner: postgres
--

ALTER TABLE ONLY bill.bank_payments ALTER COLUMN at SET DEFAULT CURRENT_TIMESTAMP;


--
-- Name: card_payments at; Type: DEFAULT; Schema: bill; Owner: postgres
--

ALTER TABLE ONLY bill.card_payments ALTER COLUMN at SET DEFAULT CURRENT_TIMESTAMP;


--
-- Name: subscriptions sub_id; Type: DEFAULT; Schema: bill; Owner: postgres
--

ALTER TABLE ONLY bill.subscriptions ALTER COLUMN sub_id SET DEFAULT nextval('bill.subscriptions_sub_id_seq'::regclass);


--
-- Name: Old Invoices Old Invoices_pkey; Type: CONSTRAINT; Schema: Archive; Owner: postgres
--

ALTER TABLE ONLY "Archive"."Old Invoices"
    ADD CONSTRAINT "Old Invoices_pkey" PRIMARY KEY ("No");


--
-- Name: accounts accounts_number_uq; Type: CONSTRAINT; Schema: bill; Owner: postgres
--

ALTER TABLE ONLY bill.accounts
    ADD CONSTRAINT accounts_number_uq UNIQUE (number) DEFERRABLE;


--
-- Name: accounts accounts_pk; Type: CONSTRAINT; Schema: bill; Owner: postgres
--

ALTER TABLE ONLY bill.accounts
    ADD CONSTRAINT accounts_pk PRIMARY KEY (account_id);


--
-- Name: bank_payments bank_payments_pay_id_key; Type: CONSTRAINT; Schema: bill; Owner: postgres
--

ALTER TABLE ONLY bill.bank_payments
    ADD CONSTRAINT bank_payments_pay_id_key UNIQUE (pay_id);


--
-- Name: card_payments card_payments_pkey; Type: CONSTRAINT; Schema: bill; Owner: postgres
--

ALTER TABLE ONLY bill.card_payments
    ADD CONSTRAINT card_payments_pkey PRIMARY KEY (pay_id);


--
-- Name: subscriptions ends_later; Type: CHECK CONSTRAINT; Schema: bill; Owner: postgres
--

ALTER TABLE bill.subscriptions
    ADD CONSTRAINT ends_later CHECK ((ends > begins)) NOT VALID;


--
-- Name: invoices invoices_pk; Type: CONSTRAINT; Schema: bill; Owner: postgres
--

ALTER TABLE ONLY bill.invoices
    ADD CONSTRAINT invoices_pk PRIMARY KEY (no, issued);


--
-- Name: invoices_2024 invoices_2024_pkey; Type: CONSTRAINT; Schema: bill; Owner: postgres
--

ALTER TABLE ONLY bill.invoices_2024
    ADD CONSTRAINT invoices_2024_pkey PRIMARY KEY (no, issued);


--
-- Name: invoices_2025 invoices_2025_pkey; Type: CONSTRAINT; Schema: bill; Owner: postgres
--

ALTER TABLE ONLY bill.invoices_2025
    ADD CONSTRAINT invoices_2025_pkey PRIMARY KEY (no, issued);


--
-- Name: invoices_2025_high invoices_2025_high_pkey; Type: CONSTRAINT; Schema: bill; Owner: postgres
--

ALTER TABLE ONLY bill.invoices_2025_high
    ADD CONSTRAINT invoices_2025_high_pkey PRIMARY KEY (no, issued);


--
-- Name: invoices_2025_low invoices_2025_low_pkey; Type: CONSTRAINT; Schema: bill; Owner: postgres
--

ALTER TABLE ONLY bill.invoices_2025_low
    ADD CONSTRAINT invoices_2025_low_pkey PRIMARY KEY (no, issued);


--
-- Name: invoices_rest invoices_rest_pkey; Type: CONSTRAINT; Schema: bill; Owner: postgres
--

ALTER TABLE ONLY bill.invoices_rest
    ADD CONSTRAINT invoices_rest_pkey PRIMARY KEY (no, issued);


--
-- Name: invoice_lines lines_pk; Type: CONSTRAINT; Schema: bill; Owner: postgres
--

ALTER TABLE ONLY bill.invoice_lines
    ADD CONSTRAINT lines_pk PRIMARY KEY (invoice, issued, pos);


--
-- Name: tariffs one_price; Type: CONSTRAINT; Schema: bill; Owner: postgres
--

ALTER TABLE ONLY bill.tariffs
    ADD CONSTRAINT one_price EXCLUDE USING gist (tariff WITH =, valid WITH &&);


--
-- Name: payments payments_pkey; Type: CONSTRAINT; Schema: bill; Owner: postgres
--

ALTER TABLE ONLY bill.payments
    ADD CONSTRAINT payments_pkey PRIMARY KEY (pay_id);


--
-- Name: rates rates_pkey; Type: CONSTRAINT; Schema: bill; Owner: postgres
--

ALTER TABLE ONLY bill.rates
    ADD CONSTRAINT rates_pkey PRIMARY KEY (a, b);

ALTER TABLE bill.rates CLUSTER ON rates_pkey;


--
-- Name: subscriptions subscriptions_pkey; Type: CONSTRAINT; Schema: bill; Owner: postgres
--

ALTER TABLE ONLY bill.subscriptions
    ADD CONSTRAINT subscriptions_pkey PRIMARY KEY (sub_id);


--
-- Name: subscriptions tariff_given; Type: CHECK CONSTRAINT; Schema: bill; Owner: postgres
--

ALTER TABLE bill.subscriptions
    ADD CONSTRAINT tariff_given CHECK ((tariff IS NOT NULL)) NOT VALID;


--
-- Name: By Year; Type: INDEX; Schema: Archive; Owner: postgres
--

CREATE INDEX "By Year" ON "Archive"."Old Invoices" USING btree ("Year");


--
-- Name: accounts_country_idx; Type: INDEX; Schema: bill; Owner: postgres
--

CREATE INDEX accounts_country_idx ON bill.accounts USING btree (country) INCLUDE (holder) WHERE (closed IS NULL);


--
-- Name: accounts_holder_idx; Type: INDEX; Schema: bill; Owner: postgres
--

CREATE INDEX accounts_holder_idx ON bill.accounts USING btree (lower(holder) text_pattern_ops);


--
-- Name: accounts_iban_key; Type: INDEX; Schema: bill; Owner: postgres
--

CREATE UNIQUE INDEX accounts_iban_key ON bill.accounts USING btree (iban);


--
-- Name: accounts_note_key; Type: INDEX; Schema: bill; Owner: postgres
--

CREATE UNIQUE INDEX accounts_note_key ON bill.accounts USING btree (note);


--
-- Name: invoices_due_idx; Type: INDEX; Schema: bill; Owner: postgres
--

CREATE INDEX invoices_due_idx ON ONLY bill.invoices USING btree (due);


--
-- Name: invoices_2024_due_idx; Type: INDEX; Schema: bill; Owner: postgres
--

CREATE INDEX invoices_2024_due_idx ON bill.invoices_2024 USING btree (due);


--
-- Name: invoices_2024_memo_idx; Type: INDEX; Schema: bill; Owner: postgres
--

CREATE INDEX invoices_2024_memo_idx ON bill.invoices_2024 USING btree (memo);


--
-- Name: invoices_2024_own_idx; Type: INDEX; Schema: bill; Owner: postgres
--

CREATE INDEX invoices_2024_own_idx ON bill.invoices_2024 USING btree (vat);


--
-- Name: invoices_2025_due_idx; Type: INDEX; Schema: bill; Owner: postgres
--

CREATE INDEX invoices_2025_due_idx ON ONLY bill.invoices_2025 USING btree (due);


--
-- Name: invoices_2025_high_due_idx; Type: INDEX; Schema: bill; Owner: postgres
--

CREATE INDEX invoices_2025_high_due_idx ON bill.invoices_2025_high USING btree (due);


--
-- Name: invoices_2025_low_due_idx; Type: INDEX; Schema: bill; Owner: postgres
--

CREATE INDEX invoices_2025_low_due_idx ON bill.invoices_2025_low USING btree (due);


--
-- Name: invoices_memo_idx; Type: INDEX; Schema: bill; Owner: postgres
--

CREATE INDEX invoices_memo_idx ON ONLY bill.invoices USING btree (memo);


--
-- Name: invoices_rest_due_idx; Type: INDEX; Schema: bill; Owner: postgres
--

CREATE INDEX invoices_rest_due_idx ON bill.invoices_rest USING btree (due);


--
-- Name: subs_account_idx; Type: INDEX; Schema: bill; Owner: postgres
--

CREATE INDEX subs_account_idx ON bill.subscriptions USING btree (account, begins DESC);


--
-- Name: subs_channel_idx; Type: INDEX; Schema: bill; Owner: postgres
--

CREATE INDEX subs_channel_idx ON bill.subscriptions USING btree (channel) WHERE ((channel)::text <> 'web'::text);


--
-- Name: subs_labels_idx; Type: INDEX; Schema: bill; Owner: postgres
--

CREATE INDEX subs_labels_idx ON bill.subscriptions USING gin (labels);


--
-- Name: turnover_account_key; Type: INDEX; Schema: bill; Owner: postgres
--

CREATE UNIQUE INDEX turnover_account_key ON bill.turnover USING btree (account);


--
-- Name: plain_numbers_a; Type: INDEX; Schema: public; Owner: postgres
--

CREATE UNIQUE INDEX plain_numbers_a ON public.plain_numbers USING btree (a);


--
-- Name: invoices_2024_due_idx; Type: INDEX ATTACH; Schema: bill; Owner: postgres
--

ALTER INDEX bill.invoices_due_idx ATTACH PARTITION bill.invoices_2024_due_idx;


--
-- Name: invoices_2024_pkey; Type: INDEX ATTACH; Schema: bill; Owner: postgres
--

ALTER INDEX bill.invoices_pk ATTACH PARTITION bill.invoices_2024_pkey;


--
-- Name: invoices_2025_due_idx; Type: INDEX ATTACH; Schema: bill; Owner: postgres
--

ALTER INDEX bill.invoices_due_idx ATTACH PARTITION bill.invoices_2025_due_idx;


--
-- Name: invoices_2025_high_due_idx; Type: INDEX ATTACH; Schema: bill; Owner: postgres
--

ALTER INDEX bill.invoices_2025_due_idx ATTACH PARTITION bill.invoices_2025_high_due_idx;


--
-- Name: invoices_2025_high_pkey; Type: INDEX ATTACH; Schema: bill; Owner: postgres
--

ALTER INDEX bill.invoices_2025_pkey ATTACH PARTITION bill.invoices_2025_high_pkey;


--
-- Name: invoices_2025_low_due_idx; Type: INDEX ATTACH; Schema: bill; Owner: postgres
--

ALTER INDEX bill.invoices_2025_due_idx ATTACH PARTITION bill.invoices_2025_low_due_idx;


--
-- Name: invoices_2025_low_pkey; Type: INDEX ATTACH; Schema: bill; Owner: postgres
--

ALTER INDEX bill.invoices_2025_pkey ATTACH PARTITION bill.invoices_2025_low_pkey;


--
-- Name: invoices_2025_pkey; Type: INDEX ATTACH; Schema: bill; Owner: postgres
--

ALTER INDEX bill.invoices_pk ATTACH PARTITION bill.invoices_2025_pkey;


--
-- Name: invoices_rest_due_idx; Type: INDEX ATTACH; Schema: bill; Owner: postgres
--

ALTER INDEX bill.invoices_due_idx ATTACH PARTITION bill.invoices_rest_due_idx;


--
-- Name: invoices_rest_pkey; Type: INDEX ATTACH; Schema: bill; Owner: postgres
--

ALTER INDEX bill.invoices_pk ATTACH PARTITION bill.invoices_rest_pkey;


--
-- Name: accounts_st; Type: STATISTICS; Schema: bill; Owner: postgres
--

CREATE STATISTICS bill.accounts_st (dependencies) ON number, country FROM bill.accounts;


ALTER STATISTICS bill.accounts_st OWNER TO postgres;

--
-- Name: payments check_payments; Type: TRIGGER; Schema: bill; Owner: postgres
--

CREATE CONSTRAINT TRIGGER check_payments AFTER INSERT ON bill.payments DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION bill.stamp();


--
-- Name: accounts stamp_accounts; Type: TRIGGER; Schema: bill; Owner: postgres
--

CREATE TRIGGER stamp_accounts BEFORE UPDATE OF holder, iban ON bill.accounts FOR EACH ROW EXECUTE FUNCTION bill.stamp();


--
-- Name: invoices stamp_invoices; Type: TRIGGER; Schema: bill; Owner: postgres
--

CREATE TRIGGER stamp_invoices AFTER INSERT OR UPDATE ON bill.invoices FOR EACH ROW EXECUTE FUNCTION bill.stamp();


--
-- Name: invoice_lines stamp_lines; Type: TRIGGER; Schema: bill; Owner: postgres
--

CREATE TRIGGER stamp_lines AFTER DELETE ON bill.invoice_lines REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION bill.stamp();


--
-- Name: accounts accounts_parent_fk; Type: FK CONSTRAINT; Schema: bill; Owner: postgres
--

ALTER TABLE ONLY bill.accounts
    ADD CONSTRAINT accounts_parent_fk FOREIGN KEY (parent_id) REFERENCES bill.accounts(account_id) ON DELETE SET NULL;


--
-- Name: invoices invoices_account_fk; Type: FK CONSTRAINT; Schema: bill; Owner: postgres
--

ALTER TABLE bill.invoices
    ADD CONSTRAINT invoices_account_fk FOREIGN KEY (account) REFERENCES bill.accounts(account_id) ON UPDATE CASCADE;


--
-- Name: invoice_lines lines_invoice_fk; Type: FK CONSTRAINT; Schema: bill; Owner: postgres
--

ALTER TABLE ONLY bill.invoice_lines
    ADD CONSTRAINT lines_invoice_fk FOREIGN KEY (invoice, issued) REFERENCES bill.invoices(no, issued) ON DELETE CASCADE;


--
-- Name: subscriptions subscriptions_account_fkey; Type: FK CONSTRAINT; Schema: bill; Owner: postgres
--

ALTER TABLE ONLY bill.subscriptions
    ADD CONSTRAINT subscriptions_account_fkey FOREIGN KEY (account) REFERENCES bill.accounts(account_id);


--
-- PostgreSQL database dump complete
--

\unrestrict Qc5rw4Lcq7GtirjiPICGzUfdSL2HJ9DonD4x1czdIXQ3VEDc2RbMPCCyuGOl8bw

