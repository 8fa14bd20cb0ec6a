--
-- PostgreSQL database dump
--

\restrict BQRSkwO2OFou406oGmXmOp1kLiuNXc8SWO4QkJk6bbkm8vPRJyTsNjMIsysuq0O

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
-- Name: hr; Type: SCHEMA; Schema: -; Owner: postgres
--

CREATE SCHEMA hr;


ALTER SCHEMA hr OWNER TO postgres;

--
-- Name: level; Type: TYPE; Schema: hr; Owner: postgres
--

CREATE TYPE hr.level AS ENUM (
    'junior',
    'senior'
);


ALTER TYPE hr.level OWNER TO postgres;

--
-- Name: audit(); Type: FUNCTION; Schema: hr; Owner: postgres
--

CREATE FUNCTION hr.audit() RETURNS trigger
    LANGUAGE plpgsql
    AS $$BEGIN RETURN NEW; END$$;


ALTER FUNCTION hr.audit() OWNER TO postgres;

SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: dept; Type: TABLE; Schema: hr; Owner: postgres
--

CREATE TABLE hr.dept (
    id integer NOT NULL,
    parent integer,
    name character varying(30),
    budget money,
    active boolean DEFAULT true
);


ALTER TABLE hr.dept OWNER TO postgres;

--
-- Name: emp; Type: TABLE; Schema: hr; Owner: postgres
--

CREATE TABLE hr.emp (
    emp_no integer NOT NULL,
    dept_id integer NOT NULL,
    name text NOT NULL,
    lvl hr.level DEFAULT 'junior'::hr.level,
    salary numeric(9,2),
    hired date DEFAULT CURRENT_DATE NOT NULL,
    left_on date,
    email character varying(80),
    photo bytea,
    score real,
    notes text,
    meta jsonb DEFAULT '{"a": [1]}'::jsonb,
    full_name text GENERATED ALWAYS AS (upper(name)) STORED,
    CONSTRAINT emp_check CHECK (((left_on IS NULL) OR (left_on >= hired))),
    CONSTRAINT emp_salary_check CHECK ((salary > (0)::numeric))
);
ALTER TABLE ONLY hr.emp ALTER COLUMN notes SET COMPRESSION pglz;


ALTER TABLE hr.emp OWNER TO postgres;

--
-- Name: dept_cost; Type: MATERIALIZED VIEW; Schema: hr; Owner: postgres
--

CREATE MATERIALIZED VIEW hr.dept_cost AS
 SELECT d.id,
    sum(e.salary) AS s
   FROM (hr.dept d
     JOIN hr.emp e ON ((e.dept_id = d.id)))
  GROUP BY d.id
  WITH NO DATA;


ALTER TABLE hr.dept_cost OWNER TO postgres;

--
-- Name: emp_emp_no_seq; Type: SEQUENCE; Schema: hr; Owner: postgres
--

CREATE SEQUENCE hr.emp_emp_no_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


ALTER TABLE hr.emp_emp_no_seq OWNER TO postgres;

--
-- Name: emp_emp_no_seq; Type: SEQUENCE OWNED BY; Schema: hr; Owner: postgres
--

ALTER SEQUENCE hr.emp_emp_no_seq OWNED BY hr.emp.emp_no;


--
-- Name: tasks; Type: TABLE; Schema: hr; Owner: postgres
--

CREATE TABLE hr.tasks (
    id bigint NOT NULL,
    owner integer,
    title character varying(100) DEFAULT 'none'::character varying,
    due timestamp without time zone,
    prio smallint DEFAULT 3,
    done boolean DEFAULT false NOT NULL,
    deps bigint[],
    dur interval,
    cost numeric,
    CONSTRAINT due_set CHECK ((due IS NOT NULL))
);


ALTER TABLE hr.tasks OWNER TO postgres;

--
-- Name: open_tasks; Type: VIEW; Schema: hr; Owner: postgres
--

CREATE VIEW hr.open_tasks AS
 SELECT tasks.id,
    tasks.title,
    tasks.owner
   FROM hr.tasks
  WHERE (NOT tasks.done);


ALTER TABLE hr.open_tasks OWNER TO postgres;

--
-- Name: payroll; Type: TABLE; Schema: hr; Owner: postgres
--

CREATE TABLE hr.payroll (
    emp_no integer NOT NULL,
    month date NOT NULL,
    gross numeric(10,2),
    net numeric(10,2)
)
PARTITION BY RANGE (month);


ALTER TABLE hr.payroll OWNER TO postgres;

--
-- Name: payroll_2025; Type: TABLE; Schema: hr; Owner: postgres
--

CREATE TABLE hr.payroll_2025 (
    emp_no integer NOT NULL,
    month date NOT NULL,
    gross numeric(10,2),
    net numeric(10,2)
);


ALTER TABLE hr.payroll_2025 OWNER TO postgres;

--
-- Name: payroll_2026; Type: TABLE; Schema: hr; Owner: postgres
--

CREATE TABLE hr.payroll_2026 (
    emp_no integer NOT NULL,
    month date NOT NULL,
    gross numeric(10,2),
    net numeric(10,2),
    CONSTRAINT gross_pos CHECK ((gross > (0)::numeric))
);


ALTER TABLE hr.payroll_2026 OWNER TO postgres;

--
-- Name: payroll_old; Type: TABLE; Schema: hr; Owner: postgres
--

CREATE TABLE hr.payroll_old (
    emp_no integer NOT NULL,
    month date NOT NULL,
    gross numeric(10,2),
    net numeric(10,2),
    CONSTRAINT payroll_old_month_check CHECK ((month < '2025-01-01'::date))
);


ALTER TABLE hr.payroll_old OWNER TO postgres;

--
-- Name: task_owner; Type: VIEW; Schema: hr; Owner: postgres
--

CREATE VIEW hr.task_owner AS
 SELECT t.id,
    e.name
   FROM (hr.tasks t
     JOIN hr.emp e ON ((e.emp_no = t.owner)));


ALTER TABLE hr.task_owner OWNER TO postgres;

--
-- Name: tasks_id_seq; Type: SEQUENCE; Schema: hr; Owner: postgres
--

CREATE SEQUENCE hr.tasks_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


ALTER TABLE hr.tasks_id_seq OWNER TO postgres;

--
-- Name: tasks_id_seq; Type: SEQUENCE OWNED BY; Schema: hr; Owner: postgres
--

ALTER SEQUENCE hr.tasks_id_seq OWNED BY hr.tasks.id;


--
-- Name: payroll_2025; Type: TABLE ATTACH; Schema: hr; Owner: postgres
--

ALTER TABLE ONLY hr.payroll ATTACH PARTITION hr.payroll_2025 FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');


--
-- Name: payroll_2026; Type: TABLE ATTACH; Schema: hr; Owner: postgres
--

ALTER TABLE ONLY hr.payroll ATTACH PARTITION hr.payroll_2026 FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');


--
-- Name: emp emp_no; Type: DEFAULT; Schema: hr; Owner: postgres
--

ALTER TABLE ONLY hr.emp ALTER COLUMN emp_no SET DEFAULT nextval('hr.emp_emp_no_seq'::regclass);


--
-- Name: tasks id; Type: DEFAULT; Schema: hr; Owner: postgres
--

ALTER TABLE ONLY hr.tasks ALTER COLUMN id SET DEFAULT nextval('hr.tasks_id_seq'::regclass);


--
-- Name: dept dept_name_key; Type: CONSTRAINT; Schema: hr; Owner: postgres
--

ALTER TABLE ONLY hr.dept
    ADD CONSTRAINT dept_name_key UNIQUE (name);


--
-- Name: dept dept_pkey; Type: CONSTRAINT; Schema: hr; Owner: postgres
--

ALTER TABLE ONLY hr.dept
    ADD CONSTRAINT dept_pkey PRIMARY KEY (id);


--
-- Name: emp emp_email_key; Type: CONSTRAINT; Schema: hr; Owner: postgres
--

ALTER TABLE ONLY hr.emp
    ADD CONSTRAINT emp_email_key UNIQUE (email);


--
-- Name: payroll payroll_pkey; Type: CONSTRAINT; Schema: hr; Owner: postgres
--

ALTER TABLE ONLY hr.payroll
    ADD CONSTRAINT payroll_pkey PRIMARY KEY (emp_no, month);


--
-- Name: payroll_2025 payroll_2025_pkey; Type: CONSTRAINT; Schema: hr; Owner: postgres
--

ALTER TABLE ONLY hr.payroll_2025
    ADD CONSTRAINT payroll_2025_pkey PRIMARY KEY (emp_no, month);


--
-- Name: payroll_2026 payroll_2026_pkey; Type: CONSTRAINT; Schema: hr; Owner: postgres
--

ALTER TABLE ONLY hr.payroll_2026
    ADD CONSTRAINT payroll_2026_pkey PRIMARY KEY (emp_no, month);


--
-- Name: emp pk_emp; Type: CONSTRAINT; Schema: hr; Owner: postgres
--

ALTER TABLE ONLY hr.emp
    ADD CONSTRAINT pk_emp PRIMARY KEY (emp_no);


--
-- Name: tasks prio_range; Type: CHECK CONSTRAINT; Schema: hr; Owner: postgres
--

ALTER TABLE hr.tasks
    ADD CONSTRAINT prio_range CHECK (((prio >= 1) AND (prio <= 5))) NOT VALID;


--
-- Name: tasks tasks_pkey; Type: CONSTRAINT; Schema: hr; Owner: postgres
--

ALTER TABLE ONLY hr.tasks
    ADD CONSTRAINT tasks_pkey PRIMARY KEY (id);


--
-- Name: emp_active; Type: INDEX; Schema: hr; Owner: postgres
--

CREATE INDEX emp_active ON hr.emp USING btree (dept_id) WHERE (left_on IS NULL);


--
-- Name: emp_email_ci; Type: INDEX; Schema: hr; Owner: postgres
--

CREATE UNIQUE INDEX emp_email_ci ON hr.emp USING btree (lower((email)::text));


--
-- Name: emp_meta; Type: INDEX; Schema: hr; Owner: postgres
--

CREATE INDEX emp_meta ON hr.emp USING gin (meta jsonb_path_ops);


--
-- Name: emp_name_lower; Type: INDEX; Schema: hr; Owner: postgres
--

CREATE INDEX emp_name_lower ON hr.emp USING btree (lower(name), hired DESC);


--
-- Name: payroll_2025_pkey; Type: INDEX ATTACH; Schema: hr; Owner: postgres
--

ALTER INDEX hr.payroll_pkey ATTACH PARTITION hr.payroll_2025_pkey;


--
-- Name: payroll_2026_pkey; Type: INDEX ATTACH; Schema: hr; Owner: postgres
--

ALTER INDEX hr.payroll_pkey ATTACH PARTITION hr.payroll_2026_pkey;


--
-- Name: emp emp_audit; Type: TRIGGER; Schema: hr; Owner: postgres
--

CREATE TRIGGER emp_audit AFTER UPDATE OF salary ON hr.emp FOR EACH ROW WHEN ((old.salary IS DISTINCT FROM new.salary)) EXECUTE FUNCTION hr.audit();


--
-- Name: dept dept_parent_fkey; Type: FK CONSTRAINT; Schema: hr; Owner: postgres
--

ALTER TABLE ONLY hr.dept
    ADD CONSTRAINT dept_parent_fkey FOREIGN KEY (parent) REFERENCES hr.dept(id) ON DELETE CASCADE;


--
-- Name: emp fk_dept; Type: FK CONSTRAINT; Schema: hr; Owner: postgres
--

ALTER TABLE ONLY hr.emp
    ADD CONSTRAINT fk_dept FOREIGN KEY (dept_id) REFERENCES hr.dept(id) DEFERRABLE;


--
-- Name: payroll payroll_emp_no_fkey; Type: FK CONSTRAINT; Schema: hr; Owner: postgres
--

ALTER TABLE hr.payroll
    ADD CONSTRAINT payroll_emp_no_fkey FOREIGN KEY (emp_no) REFERENCES hr.emp(emp_no);


--
-- Name: tasks tasks_owner_fkey; Type: FK CONSTRAINT; Schema: hr; Owner: postgres
--

ALTER TABLE ONLY hr.tasks
    ADD CONSTRAINT tasks_owner_fkey FOREIGN KEY (owner) REFERENCES hr.emp(emp_no) ON UPDATE CASCADE;


--
-- PostgreSQL database dump complete
--

\unrestrict BQRSkwO2OFou406oGmXmOp1kLiuNXc8SWO4QkJk6bbkm8vPRJyTsNjMIsysuq0O

