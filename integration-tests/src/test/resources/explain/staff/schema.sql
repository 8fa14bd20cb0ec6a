CREATE SCHEMA hr;
SET search_path = hr, public;
CREATE TYPE hr.level AS ENUM ('junior','senior');
CREATE TABLE dept (id int PRIMARY KEY, parent int REFERENCES dept ON DELETE CASCADE, name varchar(30) UNIQUE, budget money, active bool DEFAULT true);
CREATE TABLE emp (
  emp_no serial,
  dept_id int NOT NULL,
  name text NOT NULL,
  lvl level DEFAULT 'junior',
  salary decimal(9,2) CHECK (salary > 0),
  hired date DEFAULT CURRENT_DATE NOT NULL,
  left_on date,
  email varchar(80),
  photo bytea,
  score real,
  notes text COMPRESSION pglz,
  meta jsonb DEFAULT '{"a": [1]}',
  full_name text GENERATED ALWAYS AS (upper(name)) STORED,
  UNIQUE (email),
  CONSTRAINT pk_emp PRIMARY KEY (emp_no),
  CONSTRAINT fk_dept FOREIGN KEY (dept_id) REFERENCES dept (id) DEFERRABLE,
  CHECK (left_on IS NULL OR left_on >= hired)
);
CREATE INDEX emp_name_lower ON emp (lower(name), hired DESC);
CREATE INDEX emp_active ON emp (dept_id) WHERE left_on IS NULL;
CREATE UNIQUE INDEX emp_email_ci ON emp (lower(email));
CREATE INDEX emp_meta ON emp USING gin (meta jsonb_path_ops);
CREATE TABLE payroll (emp_no int REFERENCES emp (emp_no), month date, gross numeric(10,2), net numeric(10,2), PRIMARY KEY (emp_no, month)) PARTITION BY RANGE (month);
CREATE TABLE payroll_2025 PARTITION OF payroll FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE payroll_2026 PARTITION OF payroll (CONSTRAINT gross_pos CHECK (gross > 0)) FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
CREATE TABLE payroll_old (emp_no int NOT NULL, month date NOT NULL CHECK (month < '2025-01-01'), gross numeric(10,2), net numeric(10,2));
CREATE TABLE tasks (id bigserial PRIMARY KEY, owner int REFERENCES emp ON UPDATE CASCADE, title varchar(100) DEFAULT 'none', due timestamp, prio smallint DEFAULT 3, done boolean NOT NULL DEFAULT false, deps bigint[], dur interval, cost numeric);
ALTER TABLE tasks ADD CONSTRAINT prio_range CHECK (prio BETWEEN 1 AND 5) NOT VALID;
ALTER TABLE tasks ADD CONSTRAINT due_set CHECK (due IS NOT NULL);
CREATE VIEW open_tasks AS SELECT id, title, owner FROM tasks WHERE NOT done;
CREATE VIEW task_owner AS SELECT t.id, e.name FROM tasks t JOIN emp e ON e.emp_no = t.owner;
CREATE MATERIALIZED VIEW dept_cost AS SELECT d.id, sum(e.salary) AS s FROM dept d JOIN emp e ON e.dept_id = d.id GROUP BY d.id;
CREATE FUNCTION audit() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER emp_audit AFTER UPDATE OF salary ON emp FOR EACH ROW WHEN (OLD.salary IS DISTINCT FROM NEW.salary) EXECUTE FUNCTION audit();
SET search_path = public;
