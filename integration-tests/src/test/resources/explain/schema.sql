CREATE SCHEMA billing;
CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
CREATE TYPE place AS (street text, city text);
CREATE TYPE address AS (street text, zip integer);
CREATE TYPE billing.state AS ENUM ('open', 'paid');
CREATE DOMAIN posint AS integer CHECK (VALUE > 0);
CREATE DOMAIN plain AS text;
CREATE DOMAIN never AS integer NOT NULL;
CREATE DOMAIN sized AS varchar(10) DEFAULT 'x';
CREATE SEQUENCE numbers;
CREATE FUNCTION remember() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE FUNCTION vol(integer) RETURNS integer LANGUAGE sql VOLATILE AS 'SELECT $1';
CREATE FUNCTION stab(integer) RETURNS integer LANGUAGE sql STABLE AS 'SELECT $1';
CREATE FUNCTION immu(integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1';
CREATE FUNCTION by_default() RETURNS integer LANGUAGE plpgsql AS 'BEGIN RETURN 1; END';

CREATE TABLE customers (
    id integer PRIMARY KEY,
    email text NOT NULL UNIQUE,
    name varchar(50),
    note text,
    mood mood,
    created timestamp without time zone,
    updated timestamp with time zone DEFAULT now()
);
CREATE TABLE orders (
    id serial PRIMARY KEY,
    customer_id integer REFERENCES customers,
    amount numeric(10,2) NOT NULL CONSTRAINT orders_amount_check CHECK (amount >= 0),
    code varchar(20),
    title text,
    flag boolean DEFAULT false,
    placed timestamp,
    seen timestamptz,
    qty integer,
    region char(4),
    payload json,
    place place,
    tags text[],
    ip cidr,
    during interval,
    bits bit(8),
    at_time time
);
CREATE INDEX orders_code_idx ON orders (code);
CREATE INDEX orders_lower_idx ON orders (lower(title));
CREATE INDEX orders_placed_idx ON orders (placed);
CREATE INDEX orders_partial_idx ON orders (seen) WHERE flag;
CREATE UNIQUE INDEX orders_qty_key ON orders (qty);
CREATE TABLE lines (
    order_id integer,
    line integer,
    sku text COLLATE "C",
    weight double precision,
    PRIMARY KEY (order_id, line),
    CONSTRAINT lines_order_fk FOREIGN KEY (order_id) REFERENCES orders (id) ON DELETE CASCADE
);
CREATE TABLE employees (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    boss bigint REFERENCES employees (id),
    badge smallint,
    name text NOT NULL
);
CREATE TABLE rules (
    a integer,
    b integer,
    c integer,
    d integer NOT NULL,
    CONSTRAINT rules_a_given CHECK (a IS NOT NULL),
    CONSTRAINT rules_b_positive CHECK (b > 0),
    CONSTRAINT rules_bounds CHECK (c IS NOT NULL AND c > 0)
);
ALTER TABLE rules ADD CONSTRAINT rules_b_given CHECK (b IS NOT NULL) NOT VALID;
CREATE UNIQUE INDEX rules_a_idx ON rules (a);
CREATE UNIQUE INDEX rules_b_idx ON rules (b);
CREATE UNIQUE INDEX rules_d_idx ON rules (d);
CREATE INDEX rules_plain_idx ON rules (d, a);
CREATE UNIQUE INDEX rules_partial_idx ON rules (d) WHERE a > 0;
CREATE UNIQUE INDEX rules_expression_idx ON rules (abs(d));
CREATE UNIQUE INDEX rules_down_idx ON rules (d DESC);
CREATE TABLE pending (
    id integer PRIMARY KEY,
    customer_id integer,
    order_id integer,
    amount integer
);
ALTER TABLE pending ADD CONSTRAINT pending_customer_fk FOREIGN KEY (customer_id) REFERENCES customers NOT VALID;
ALTER TABLE pending ADD CONSTRAINT pending_amount_check CHECK (amount > 0) NOT VALID;
CREATE TABLE computed (
    id integer PRIMARY KEY,
    price integer,
    total integer GENERATED ALWAYS AS (price * 2) STORED,
    label text
);
CREATE INDEX computed_total_idx ON computed (total);
CREATE UNLOGGED TABLE scratch (id integer PRIMARY KEY, note text);
CREATE TABLE bare (x integer, y text, z varchar(5));
CREATE TABLE "Odd Name" ("Key" integer PRIMARY KEY, "select" text);
CREATE INDEX "Odd Index" ON "Odd Name" ("select");
CREATE TABLE domains (id integer, p posint, s sized, n text);

CREATE TABLE events (
    id bigint NOT NULL,
    at date NOT NULL,
    kind text,
    size integer,
    PRIMARY KEY (id, at)
) PARTITION BY RANGE (at);
CREATE TABLE events_2024 PARTITION OF events FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE events_2025 PARTITION OF events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE events_rest PARTITION OF events DEFAULT;
CREATE INDEX events_kind_idx ON events (kind);
CREATE TABLE events_2026 (
    id bigint NOT NULL,
    at date NOT NULL,
    kind text,
    size integer
);
CREATE TABLE events_2027 (
    id bigint NOT NULL,
    at date NOT NULL CHECK (at >= '2027-01-01' AND at < '2028-01-01'),
    kind text,
    size integer,
    PRIMARY KEY (id, at)
);
CREATE INDEX events_2027_kind_idx ON events_2027 (kind);
CREATE TABLE areas (code text NOT NULL, city text, people integer) PARTITION BY LIST (code);
CREATE TABLE areas_de PARTITION OF areas FOR VALUES IN ('de') PARTITION BY HASH (city);
CREATE TABLE areas_de_0 PARTITION OF areas_de FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE areas_de_1 PARTITION OF areas_de FOR VALUES WITH (MODULUS 2, REMAINDER 1);
CREATE TABLE areas_fr PARTITION OF areas FOR VALUES IN ('fr');
CREATE TABLE areas_it (code text NOT NULL, city text, people integer);
CREATE INDEX areas_people_idx ON ONLY areas (people);
CREATE INDEX areas_fr_people_idx ON areas_fr (people);
CREATE TABLE visits (id integer, event_id bigint, event_at date, FOREIGN KEY (event_id, event_at) REFERENCES events (id, at));
CREATE TABLE logs (id integer NOT NULL, order_id integer, CONSTRAINT logs_order_fk FOREIGN KEY (order_id) REFERENCES orders) PARTITION BY RANGE (id);
CREATE TABLE logs_1 PARTITION OF logs FOR VALUES FROM (1) TO (100);
CREATE TABLE logs_2 PARTITION OF logs FOR VALUES FROM (100) TO (200);

CREATE TABLE people (id integer, name text, age integer);
CREATE TABLE students (school text) INHERITS (people);
CREATE TABLE graduates (year integer) INHERITS (students);
CREATE TABLE loners (id integer, name text, age integer, school text);

CREATE TABLE billing.invoices (
    id bigserial PRIMARY KEY,
    order_id integer NOT NULL REFERENCES orders (id),
    state billing.state,
    total numeric
);
CREATE INDEX invoices_state_idx ON billing.invoices (state);

CREATE VIEW open_orders AS SELECT id, code, amount FROM orders WHERE flag;
CREATE VIEW open_codes AS SELECT code FROM open_orders;
CREATE MATERIALIZED VIEW totals AS SELECT customer_id, sum(amount) AS total FROM orders GROUP BY customer_id;
CREATE UNIQUE INDEX totals_customer_idx ON totals (customer_id);
CREATE MATERIALIZED VIEW counts AS SELECT count(*) AS n FROM customers;
CREATE TRIGGER remember_orders BEFORE INSERT OR UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION remember();
CREATE TRIGGER remember_note AFTER UPDATE OF note ON customers FOR EACH ROW EXECUTE FUNCTION remember();
CREATE RULE no_delete AS ON DELETE TO bare DO INSTEAD NOTHING;
CREATE POLICY mine ON customers USING (name = 'x');
CREATE STATISTICS orders_statistics ON code, title FROM orders;
CREATE SEQUENCE owned OWNED BY bare.x;
CREATE TABLE clustered (id integer, v text);
CREATE INDEX clustered_id_idx ON clustered (id);
ALTER TABLE clustered CLUSTER ON clustered_id_idx;
CREATE TABLE identified (id integer NOT NULL, w text);
CREATE UNIQUE INDEX identified_id_idx ON identified (id);
ALTER TABLE identified REPLICA IDENTITY USING INDEX identified_id_idx;
CREATE TABLE booked (room integer, during int4range, EXCLUDE USING gist (during WITH &&));
CREATE TABLE deferred (id integer PRIMARY KEY DEFERRABLE INITIALLY DEFERRED, other integer UNIQUE);
CREATE TABLE typed OF address;
