-- columns that are added
ALTER TABLE bill.accounts ADD COLUMN IF NOT EXISTS holder text
ALTER TABLE bill.accounts ADD IF NOT EXISTS nick varchar(30) COLLATE "C" DEFAULT 'none' NOT NULL
ALTER TABLE IF EXISTS bill.nosuch ADD COLUMN x int
ALTER TABLE IF EXISTS bill.accounts ADD COLUMN x int DEFAULT bill.fixed()
ALTER TABLE bill.accounts ADD COLUMN x text DEFAULT bill.next_no()
ALTER TABLE bill.accounts ADD COLUMN x date DEFAULT bill.today()
ALTER TABLE bill.accounts ADD COLUMN x numeric DEFAULT bill.gross(10, 0.19)
ALTER TABLE bill.accounts ADD COLUMN x bill.currency
ALTER TABLE bill.accounts ADD COLUMN x bill.currency DEFAULT 'USD' NOT NULL
ALTER TABLE bill.accounts ADD COLUMN x bill.amount
ALTER TABLE bill.accounts ADD COLUMN x bill.amount DEFAULT 12.5
ALTER TABLE bill.accounts ADD COLUMN x bill.positive
ALTER TABLE bill.accounts ADD COLUMN x bill.iban
ALTER TABLE bill.accounts ADD COLUMN x bill.currency[] DEFAULT ARRAY['EUR']::bill.currency[]
ALTER TABLE bill.accounts ADD COLUMN x bill.contact DEFAULT ROW('a', 'b', 'c')::bill.contact
ALTER TABLE bill.accounts ADD COLUMN x bill.status[] DEFAULT '{open,paid}'
ALTER TABLE bill.accounts ADD COLUMN x bill.span DEFAULT '[2026-01-01,2027-01-01)'
ALTER TABLE bill.accounts ADD COLUMN x int DEFAULT nextval('bill.invoice_no')
ALTER TABLE bill.accounts ADD COLUMN x uuid DEFAULT gen_random_uuid(), ADD COLUMN y timestamptz DEFAULT now()
ALTER TABLE bill.accounts ADD COLUMN x timestamptz DEFAULT clock_timestamp() NOT NULL
ALTER TABLE bill.accounts ADD COLUMN x timestamp DEFAULT 'now'
ALTER TABLE bill.accounts ADD COLUMN x date DEFAULT CURRENT_DATE + 14
ALTER TABLE bill.accounts ADD COLUMN x text DEFAULT current_user
ALTER TABLE bill.accounts ADD COLUMN x text DEFAULT current_setting('timezone')
ALTER TABLE bill.accounts ADD COLUMN x numeric DEFAULT (random() * 100)::numeric(5,2)
ALTER TABLE bill.accounts ADD COLUMN x int DEFAULT account_id
ALTER TABLE bill.accounts ADD COLUMN x int DEFAULT (SELECT 1)
ALTER TABLE bill.accounts ADD COLUMN x int DEFAULT 'abc'
ALTER TABLE bill.accounts ADD COLUMN x int DEFAULT true
ALTER TABLE bill.accounts ADD COLUMN x text GENERATED ALWAYS AS (holder || ' ' || number) STORED
ALTER TABLE bill.accounts ADD COLUMN x text GENERATED ALWAYS AS (holder || ' ' || number) VIRTUAL
ALTER TABLE bill.accounts ADD COLUMN x text GENERATED ALWAYS AS (holder || now()) STORED
ALTER TABLE bill.accounts ADD COLUMN x text GENERATED ALWAYS AS (concat(holder, number)) STORED
ALTER TABLE bill.accounts ADD COLUMN x text GENERATED ALWAYS AS (format('%s', holder)) STORED
ALTER TABLE bill.accounts ADD COLUMN x text GENERATED ALWAYS AS (to_char(opened, 'YYYY')) STORED
ALTER TABLE bill.accounts ADD COLUMN x int GENERATED ALWAYS AS (extract(year from opened)::int) STORED
ALTER TABLE bill.accounts ADD COLUMN x text GENERATED ALWAYS AS ((main_contact).name) STORED
ALTER TABLE bill.accounts ADD COLUMN x int GENERATED ALWAYS AS (rating + 1) STORED NOT NULL
ALTER TABLE bill.accounts ADD COLUMN x int GENERATED ALWAYS AS (rating + 1) STORED UNIQUE
ALTER TABLE bill.accounts ADD COLUMN x int GENERATED ALWAYS AS IDENTITY (START 5)
ALTER TABLE bill.accounts ADD COLUMN x text GENERATED ALWAYS AS IDENTITY
ALTER TABLE bill.accounts ADD COLUMN x smallserial
ALTER TABLE bill.accounts ADD COLUMN x bigserial NOT NULL, ADD COLUMN y text DEFAULT 'a', DROP COLUMN note
ALTER TABLE bill.accounts ADD COLUMN x int PRIMARY KEY
ALTER TABLE bill.accounts ADD COLUMN x int UNIQUE
ALTER TABLE bill.accounts ADD COLUMN x int NOT NULL
ALTER TABLE bill.accounts ADD COLUMN x int NOT NULL CHECK (x > 0)
ALTER TABLE bill.accounts ADD COLUMN x int DEFAULT 5 CHECK (x > rating)
ALTER TABLE bill.accounts ADD COLUMN x bigint REFERENCES bill.subscriptions
ALTER TABLE bill.accounts ADD COLUMN x bigint DEFAULT 1 REFERENCES bill.subscriptions (sub_id)
ALTER TABLE bill.accounts ADD COLUMN x bigint REFERENCES bill.invoices (no)
ALTER TABLE bill.accounts ADD COLUMN x xml, ADD COLUMN x json
ALTER TABLE bill.accounts ADD COLUMN holder text
ALTER TABLE bill.accounts ADD COLUMN ctid text
ALTER TABLE bill.accounts ADD COLUMN x nosuchtype
ALTER TABLE bill.accounts ADD COLUMN x varchar(0)
ALTER TABLE bill.accounts ADD COLUMN x numeric(3,5)
ALTER TABLE bill.accounts ADD COLUMN x int COLLATE "C"
ALTER TABLE bill.accounts ADD COLUMN x text COLLATE nosuch
ALTER TABLE bill.accounts ADD COLUMN x text COMPRESSION pglz
ALTER TABLE bill.accounts ADD COLUMN x bill.accounts
ALTER TABLE bill.accounts ADD COLUMN x bill.subscriptions
ALTER TABLE bill.invoices ADD COLUMN x int DEFAULT 3
ALTER TABLE bill.invoices ADD COLUMN x serial
ALTER TABLE bill.invoices ADD COLUMN x timestamptz DEFAULT clock_timestamp()
ALTER TABLE bill.invoices ADD COLUMN x numeric GENERATED ALWAYS AS (net + vat) STORED
ALTER TABLE bill.invoices ADD COLUMN x int REFERENCES bill.accounts
ALTER TABLE bill.invoices ADD COLUMN x int GENERATED ALWAYS AS IDENTITY
ALTER TABLE ONLY bill.invoices ADD COLUMN x int
ALTER TABLE bill.invoices_2024 ADD COLUMN x int
ALTER TABLE bill.invoices_2025 DROP COLUMN memo
ALTER TABLE bill.payments ADD COLUMN fee numeric(6,2) DEFAULT 0
ALTER TABLE bill.payments ADD COLUMN iban text
ALTER TABLE bill.payments ADD COLUMN pan char(16)
ALTER TABLE ONLY bill.payments ADD COLUMN fee numeric(6,2)
ALTER TABLE bill.card_payments ADD COLUMN fee numeric(6,2) NOT NULL DEFAULT random()
-- types
ALTER TABLE bill.accounts ALTER COLUMN number TYPE varchar(20)
ALTER TABLE bill.accounts ALTER COLUMN number TYPE varchar
ALTER TABLE bill.accounts ALTER number SET DATA TYPE text
ALTER TABLE bill.accounts ALTER COLUMN number TYPE varchar(8)
ALTER TABLE bill.accounts ALTER COLUMN number TYPE char(12)
ALTER TABLE bill.accounts ALTER COLUMN holder TYPE varchar(100)
ALTER TABLE bill.accounts ALTER COLUMN holder TYPE text COLLATE "C"
ALTER TABLE bill.accounts ALTER COLUMN note TYPE text COLLATE "C"
ALTER TABLE bill.accounts ALTER COLUMN note TYPE bytea USING note::bytea
ALTER TABLE bill.accounts ALTER COLUMN note TYPE varchar
ALTER TABLE bill.accounts ALTER COLUMN iban TYPE varchar(34)
ALTER TABLE bill.accounts ALTER COLUMN iban TYPE text
ALTER TABLE bill.accounts ALTER COLUMN credit TYPE numeric(14,4)
ALTER TABLE bill.accounts ALTER COLUMN credit TYPE numeric(16,4)
ALTER TABLE bill.accounts ALTER COLUMN credit TYPE bill.positive
ALTER TABLE bill.accounts ALTER COLUMN country TYPE bill.currency
ALTER TABLE bill.accounts ALTER COLUMN country TYPE varchar(2)
ALTER TABLE bill.accounts ALTER COLUMN country TYPE char(3)
ALTER TABLE bill.accounts ALTER COLUMN closed TYPE timestamp(6)
ALTER TABLE bill.accounts ALTER COLUMN closed TYPE timestamp
ALTER TABLE bill.accounts ALTER COLUMN closed TYPE timestamp(0)
ALTER TABLE bill.accounts ALTER COLUMN closed TYPE timestamptz(3)
ALTER TABLE bill.accounts ALTER COLUMN flags TYPE bit varying(16)
ALTER TABLE bill.accounts ALTER COLUMN flags TYPE bit varying
ALTER TABLE bill.accounts ALTER COLUMN flags TYPE bit(8)
ALTER TABLE bill.accounts ALTER COLUMN last_ip TYPE cidr
ALTER TABLE bill.accounts ALTER COLUMN last_ip TYPE text
ALTER TABLE bill.accounts ALTER COLUMN rating TYPE int
ALTER TABLE bill.accounts ALTER COLUMN rating TYPE bigint, ALTER COLUMN rating SET DEFAULT 1
ALTER TABLE bill.accounts ALTER COLUMN rating TYPE boolean
ALTER TABLE bill.accounts ALTER COLUMN rating TYPE boolean USING rating > 5
ALTER TABLE bill.accounts ALTER COLUMN opened TYPE text
ALTER TABLE bill.accounts ALTER COLUMN opened TYPE text USING to_char(opened, 'YYYY-MM-DD')
ALTER TABLE bill.accounts ALTER COLUMN main_contact TYPE text
ALTER TABLE bill.accounts ALTER COLUMN main_contact TYPE json USING row_to_json(main_contact)
ALTER TABLE bill.accounts ALTER COLUMN account_id TYPE bigint
ALTER TABLE bill.accounts ALTER COLUMN account_id TYPE oid
ALTER TABLE bill.accounts ALTER COLUMN account_id TYPE text
ALTER TABLE bill.accounts ALTER COLUMN parent_id TYPE bigint
ALTER TABLE bill.accounts ALTER COLUMN parent_id TYPE int USING parent_id
ALTER TABLE bill.accounts ALTER COLUMN parent_id TYPE int USING parent_id + 0
ALTER TABLE bill.accounts ALTER COLUMN nosuch TYPE int
ALTER TABLE bill.accounts ALTER COLUMN note TYPE int
ALTER TABLE bill.accounts ALTER COLUMN note TYPE int USING nosuch::int
ALTER TABLE bill.accounts ALTER COLUMN note TYPE int USING (SELECT 1)
ALTER TABLE bill.accounts ALTER COLUMN note TYPE int USING length(note), ALTER COLUMN rating TYPE int, ALTER COLUMN note SET NOT NULL
ALTER TABLE bill.accounts ALTER COLUMN note TYPE varchar(10), ALTER COLUMN note TYPE text
ALTER TABLE bill.subscriptions ALTER COLUMN begins TYPE timestamp
ALTER TABLE bill.subscriptions ALTER COLUMN ends TYPE date
ALTER TABLE bill.subscriptions ALTER COLUMN discount TYPE numeric(7,2)
ALTER TABLE bill.subscriptions ALTER COLUMN discount TYPE numeric(7,3)
ALTER TABLE bill.subscriptions ALTER COLUMN discount TYPE real
ALTER TABLE bill.subscriptions ALTER COLUMN labels TYPE varchar[]
ALTER TABLE bill.subscriptions ALTER COLUMN labels TYPE varchar(10)[]
ALTER TABLE bill.subscriptions ALTER COLUMN extra TYPE json
ALTER TABLE bill.subscriptions ALTER COLUMN channel TYPE varchar(30)
ALTER TABLE bill.subscriptions ALTER COLUMN channel TYPE bill.status USING channel::bill.status
ALTER TABLE bill.subscriptions ALTER COLUMN channel DROP DEFAULT, ALTER COLUMN channel TYPE bill.status USING channel::bill.status
ALTER TABLE bill.subscriptions ALTER COLUMN paused TYPE interval(3)
ALTER TABLE bill.subscriptions ALTER COLUMN paused TYPE interval hour
ALTER TABLE bill.subscriptions ALTER COLUMN account TYPE bigint
ALTER TABLE bill.subscriptions ALTER COLUMN sub_id TYPE integer
ALTER TABLE bill.subscriptions ALTER COLUMN seats TYPE int8 USING seats * 2
ALTER TABLE bill.subscriptions ALTER COLUMN tariff TYPE char(8)
ALTER TABLE bill.subscriptions ALTER COLUMN tariff TYPE varchar(6)
ALTER TABLE bill.subscriptions ALTER COLUMN started_on TYPE timestamp
ALTER TABLE bill.tariffs ALTER COLUMN price TYPE bill.amount
ALTER TABLE bill.tariffs ALTER COLUMN price TYPE numeric(14,4)
ALTER TABLE bill.tariffs ALTER COLUMN cur TYPE char(3)
ALTER TABLE bill.tariffs ALTER COLUMN cur TYPE text
ALTER TABLE bill.tariffs ALTER COLUMN tariff TYPE char(8)
ALTER TABLE bill.tariffs ALTER COLUMN tariff TYPE text
ALTER TABLE bill.tariffs ALTER COLUMN valid TYPE daterange USING daterange(lower(valid), upper(valid))
ALTER TABLE bill.invoices ALTER COLUMN net TYPE numeric(14,2)
ALTER TABLE bill.invoices ALTER COLUMN vat TYPE numeric(14,2)
ALTER TABLE bill.invoices ALTER COLUMN vat TYPE numeric(10,2)
ALTER TABLE bill.invoices ALTER COLUMN status TYPE text
ALTER TABLE bill.invoices ALTER COLUMN due TYPE timestamp
ALTER TABLE bill.invoices ALTER COLUMN issued TYPE timestamp
ALTER TABLE bill.invoices ALTER COLUMN account TYPE bigint
ALTER TABLE bill.invoices ALTER COLUMN no TYPE numeric
ALTER TABLE bill.invoices_2024 ALTER COLUMN vat TYPE numeric(14,2)
ALTER TABLE bill.invoice_lines ALTER COLUMN pos TYPE int
ALTER TABLE bill.invoice_lines ALTER COLUMN invoice TYPE int
ALTER TABLE bill.invoice_lines ALTER COLUMN issued TYPE timestamp
ALTER TABLE bill.payments ALTER COLUMN reference TYPE varchar(40)
ALTER TABLE bill.payments ALTER COLUMN paid TYPE numeric(12,2)
ALTER TABLE bill.payments ALTER COLUMN at TYPE timestamptz
ALTER TABLE ONLY bill.payments ALTER COLUMN reference TYPE varchar(40)
ALTER TABLE bill.card_payments ALTER COLUMN reference TYPE varchar(40)
ALTER TABLE bill.card_payments ALTER COLUMN pan TYPE text
ALTER TABLE bill.ledger_entries ALTER COLUMN shard TYPE bigint
ALTER TABLE bill.ledger_entries ALTER COLUMN debit TYPE numeric
ALTER TABLE bill.ledger_entries ALTER COLUMN entry TYPE text
-- null and defaults
ALTER TABLE bill.accounts ALTER COLUMN note SET NOT NULL
ALTER TABLE bill.accounts ALTER COLUMN iban SET NOT NULL
ALTER TABLE bill.accounts ALTER COLUMN number SET NOT NULL
ALTER TABLE bill.accounts ALTER COLUMN account_id DROP NOT NULL
ALTER TABLE bill.accounts ALTER COLUMN number DROP NOT NULL, ALTER COLUMN holder DROP NOT NULL
ALTER TABLE bill.accounts ALTER COLUMN credit DROP DEFAULT, ALTER COLUMN credit SET NOT NULL
ALTER TABLE bill.accounts ALTER COLUMN credit SET DEFAULT 'x'
ALTER TABLE bill.accounts ALTER COLUMN credit SET DEFAULT bill.gross(1, 2)
ALTER TABLE bill.accounts ALTER COLUMN account_id SET DEFAULT 1
ALTER TABLE bill.accounts ALTER COLUMN account_id SET GENERATED ALWAYS RESTART WITH 500
ALTER TABLE bill.accounts ALTER COLUMN account_id DROP IDENTITY
ALTER TABLE bill.accounts ALTER COLUMN account_id DROP IDENTITY IF EXISTS, ALTER COLUMN account_id SET DEFAULT nextval('bill.invoice_no')
ALTER TABLE bill.accounts ALTER COLUMN parent_id ADD GENERATED ALWAYS AS IDENTITY
ALTER TABLE bill.accounts ALTER COLUMN note DROP IDENTITY
ALTER TABLE bill.accounts ALTER COLUMN note DROP EXPRESSION
ALTER TABLE bill.accounts ALTER COLUMN note DROP EXPRESSION IF EXISTS
ALTER TABLE bill.accounts ALTER COLUMN rating SET EXPRESSION AS (1)
ALTER TABLE bill.subscriptions ALTER COLUMN discount SET NOT NULL
ALTER TABLE bill.subscriptions ALTER COLUMN tariff SET NOT NULL
ALTER TABLE bill.subscriptions ALTER COLUMN discount SET NOT NULL, DROP CONSTRAINT discount_given
ALTER TABLE bill.subscriptions VALIDATE CONSTRAINT tariff_given, ALTER COLUMN tariff SET NOT NULL, DROP CONSTRAINT tariff_given
ALTER TABLE bill.subscriptions ADD CONSTRAINT e CHECK (extra IS NOT NULL), ALTER COLUMN extra SET NOT NULL
ALTER TABLE bill.invoices ALTER COLUMN due SET NOT NULL
ALTER TABLE ONLY bill.invoices ALTER COLUMN due SET NOT NULL
ALTER TABLE bill.invoices_2025 ALTER COLUMN net SET NOT NULL
ALTER TABLE bill.invoices_2024 ALTER COLUMN no DROP NOT NULL
ALTER TABLE bill.invoices ALTER COLUMN account DROP NOT NULL
ALTER TABLE bill.invoices_2024 ALTER COLUMN account DROP NOT NULL
ALTER TABLE bill.invoices ALTER COLUMN status DROP DEFAULT
ALTER TABLE bill.payments ALTER COLUMN reference SET NOT NULL
ALTER TABLE bill.payments ALTER COLUMN reference SET DEFAULT '-'
ALTER TABLE bill.bank_payments ALTER COLUMN paid DROP NOT NULL
-- columns that go, and names
ALTER TABLE bill.accounts DROP COLUMN IF EXISTS nosuch
ALTER TABLE bill.accounts DROP COLUMN IF EXISTS flags, DROP COLUMN last_ip
ALTER TABLE bill.accounts DROP COLUMN country
ALTER TABLE bill.accounts DROP COLUMN country CASCADE
ALTER TABLE bill.accounts DROP COLUMN holder
ALTER TABLE bill.accounts DROP COLUMN iban
ALTER TABLE bill.accounts DROP COLUMN number
ALTER TABLE bill.accounts DROP COLUMN account_id CASCADE
ALTER TABLE bill.accounts DROP note
ALTER TABLE bill.accounts DROP COLUMN closed
ALTER TABLE bill.invoices DROP COLUMN issued
ALTER TABLE bill.invoices DROP COLUMN no
ALTER TABLE bill.invoices DROP COLUMN vat
ALTER TABLE bill.invoices DROP COLUMN status CASCADE
ALTER TABLE bill.payments DROP COLUMN reference
ALTER TABLE bill.payments DROP COLUMN at
ALTER TABLE bill.card_payments DROP COLUMN paid
ALTER TABLE bill.tariffs DROP COLUMN valid
ALTER TABLE bill.invoice_lines DROP COLUMN issued
ALTER TABLE bill.accounts RENAME COLUMN holder TO owner
ALTER TABLE bill.accounts RENAME holder TO note
ALTER TABLE bill.payments RENAME COLUMN reference TO ref
ALTER TABLE bill.card_payments RENAME COLUMN reference TO ref
ALTER TABLE bill.invoices RENAME COLUMN vat TO tax
ALTER TABLE bill.invoices_2024 RENAME COLUMN vat TO tax
ALTER TABLE bill.invoices RENAME CONSTRAINT net_sane TO net_ok
ALTER TABLE bill.invoices_2024 RENAME CONSTRAINT net_sane TO net_ok
ALTER TABLE bill.invoices RENAME CONSTRAINT invoices_pk TO invoices_key
ALTER TABLE bill.accounts RENAME TO customers
ALTER TABLE bill.accounts RENAME TO invoices
ALTER TABLE bill.open_invoices RENAME TO outstanding
ALTER INDEX bill.accounts_holder_idx RENAME TO by_holder
ALTER INDEX bill.accounts_pk RENAME TO accounts_pkey
ALTER INDEX IF EXISTS bill.nosuch RENAME TO x
ALTER TABLE bill.accounts_pk RENAME TO accounts_pkey
ALTER TABLE "Archive"."Old Invoices" RENAME COLUMN "Order" TO "order"
ALTER TABLE "Archive"."Old Invoices" ADD COLUMN "No" text
ALTER TABLE "Archive"."Old Invoices" ADD COLUMN "NO" text
ALTER TABLE Archive."Old Invoices" ADD COLUMN x text
ALTER TABLE "Archive"."Old Invoices" ALTER COLUMN "Year" TYPE int
ALTER TABLE "Archive"."Old Invoices" ALTER COLUMN Year TYPE int
DROP INDEX "Archive"."By Year"
DROP INDEX Archive."By Year"
ALTER TABLE BILL.ACCOUNTS ADD COLUMN X INT
ALTER SEQUENCE bill.invoice_no RENAME TO invoice_numbers
ALTER TYPE bill.status RENAME VALUE 'void' TO 'cancelled'
ALTER TYPE bill.status ADD VALUE IF NOT EXISTS 'open'
ALTER TYPE bill.status ADD VALUE 'late' AFTER 'nosuch'
ALTER TYPE bill.contact ADD ATTRIBUTE fax text
ALTER TYPE bill.contact ALTER ATTRIBUTE phone TYPE text
ALTER TYPE bill.contact ALTER ATTRIBUTE phone TYPE text CASCADE
ALTER TYPE bill.contact DROP ATTRIBUTE mail, ADD ATTRIBUTE mail varchar
ALTER TYPE bill.contact RENAME ATTRIBUTE mail TO email
ALTER TYPE bill.contact RENAME TO person
ALTER TYPE bill.span RENAME TO timespan
ALTER TYPE bill.status OWNER TO CURRENT_USER
ALTER DOMAIN bill.positive ADD CONSTRAINT small CHECK (VALUE < 1000000)
ALTER DOMAIN bill.positive ADD CONSTRAINT small CHECK (VALUE < 1000000) NOT VALID
ALTER DOMAIN bill.amount ADD CHECK (VALUE < 1000000000)
ALTER DOMAIN bill.amount SET NOT NULL
ALTER DOMAIN bill.currency SET DEFAULT 'USD'
ALTER DOMAIN bill.currency DROP DEFAULT
ALTER DOMAIN bill.currency DROP CONSTRAINT upper_case
ALTER DOMAIN bill.currency RENAME CONSTRAINT upper_case TO uc
ALTER DOMAIN bill.currency VALIDATE CONSTRAINT upper_case
ALTER DOMAIN bill.iban DROP NOT NULL
ALTER DOMAIN bill.iban SET SCHEMA public
ALTER DOMAIN bill.iban ADD CONSTRAINT long_enough CHECK (length(VALUE) > 10)
-- constraints
ALTER TABLE bill.accounts ADD CONSTRAINT note_uq UNIQUE USING INDEX accounts_note_key
ALTER TABLE bill.accounts ADD CONSTRAINT note_uq UNIQUE USING INDEX accounts_note_key DEFERRABLE INITIALLY DEFERRED
ALTER TABLE bill.accounts ADD PRIMARY KEY USING INDEX accounts_note_key
ALTER TABLE bill.accounts DROP CONSTRAINT accounts_pk CASCADE, ADD PRIMARY KEY USING INDEX accounts_note_key
ALTER TABLE bill.accounts DROP CONSTRAINT accounts_pk
ALTER TABLE plain_numbers ADD PRIMARY KEY USING INDEX plain_numbers_a
ALTER TABLE plain_numbers ADD CONSTRAINT plain_numbers_key PRIMARY KEY USING INDEX plain_numbers_a
ALTER TABLE plain_numbers ADD PRIMARY KEY (a, b)
ALTER TABLE plain_numbers ADD PRIMARY KEY (a), ADD UNIQUE (b), ADD CHECK (c > 0)
ALTER TABLE plain_numbers ADD PRIMARY KEY (a), ALTER COLUMN a TYPE bigint
ALTER TABLE plain_numbers ADD UNIQUE (b) INCLUDE (c)
ALTER TABLE plain_numbers ADD UNIQUE NULLS NOT DISTINCT (b, c)
ALTER TABLE plain_numbers ADD UNIQUE (b, b)
ALTER TABLE plain_numbers ADD UNIQUE (nosuch)
ALTER TABLE plain_numbers ADD CONSTRAINT plain_numbers_a UNIQUE (b)
ALTER TABLE plain_numbers ADD EXCLUDE USING gist (a WITH =, int4range(b, c) WITH &&)
ALTER TABLE plain_numbers ADD EXCLUDE (a WITH =) WHERE (b > 0) DEFERRABLE
ALTER TABLE plain_numbers ADD EXCLUDE USING gist (a WITH &&)
ALTER TABLE plain_numbers ADD EXCLUDE USING hash (a WITH =)
ALTER TABLE plain_numbers ADD FOREIGN KEY (a) REFERENCES bill.accounts, ADD FOREIGN KEY (b) REFERENCES bill.accounts NOT VALID
ALTER TABLE plain_numbers ADD FOREIGN KEY (a) REFERENCES plain_numbers (a)
ALTER TABLE plain_numbers ADD FOREIGN KEY (b) REFERENCES plain_numbers (b)
ALTER TABLE plain_numbers ADD FOREIGN KEY (a) REFERENCES bill.accounts (number)
ALTER TABLE plain_numbers ADD FOREIGN KEY (a) REFERENCES bill.accounts_nosuch
ALTER TABLE plain_numbers ADD FOREIGN KEY (a, b) REFERENCES bill.accounts
ALTER TABLE plain_numbers ADD FOREIGN KEY (a) REFERENCES bill.payments
ALTER TABLE plain_numbers ADD FOREIGN KEY (a) REFERENCES bill.staging
ALTER TABLE plain_numbers ADD FOREIGN KEY (a) REFERENCES bill.account_list (account_id)
ALTER TABLE bill.staging ADD FOREIGN KEY (line) REFERENCES bill.accounts
ALTER TABLE bill.staging ADD CHECK (line > 0), ALTER COLUMN raw SET NOT NULL, ADD COLUMN z int DEFAULT 1
ALTER TABLE bill.subscriptions VALIDATE CONSTRAINT ends_later
ALTER TABLE bill.subscriptions VALIDATE CONSTRAINT discount_given
ALTER TABLE bill.subscriptions VALIDATE CONSTRAINT nosuch
ALTER TABLE bill.subscriptions ADD CONSTRAINT ends_later CHECK (ends > begins)
ALTER TABLE bill.subscriptions ADD CONSTRAINT c CHECK (seats > 0) NO INHERIT NOT VALID
ALTER TABLE bill.subscriptions ADD CONSTRAINT c CHECK (seats)
ALTER TABLE bill.subscriptions ADD CONSTRAINT c CHECK (sum(seats) > 0)
ALTER TABLE bill.subscriptions ADD CONSTRAINT c CHECK (nextval('bill.invoice_no') > 0)
ALTER TABLE bill.subscriptions ADD CONSTRAINT c FOREIGN KEY (tariff) REFERENCES bill.tariffs (tariff)
ALTER TABLE bill.subscriptions ADD CONSTRAINT c FOREIGN KEY (account) REFERENCES bill.accounts ON DELETE CASCADE ON UPDATE SET DEFAULT DEFERRABLE
ALTER TABLE bill.subscriptions ALTER CONSTRAINT subscriptions_account_fkey INITIALLY DEFERRED
ALTER TABLE bill.subscriptions ALTER CONSTRAINT discount_given DEFERRABLE
ALTER TABLE bill.subscriptions ALTER CONSTRAINT subscriptions_account_fkey NOT ENFORCED
ALTER TABLE bill.subscriptions DROP CONSTRAINT subscriptions_account_fkey, DROP CONSTRAINT IF EXISTS nosuch
ALTER TABLE bill.subscriptions DROP CONSTRAINT nosuch
ALTER TABLE bill.subscriptions DROP CONSTRAINT subscriptions_pkey, ADD PRIMARY KEY (sub_id, begins)
ALTER TABLE bill.invoices ADD CONSTRAINT vat_ok CHECK (vat >= 0)
ALTER TABLE bill.invoices ADD CONSTRAINT vat_ok CHECK (vat >= 0) NOT VALID
ALTER TABLE ONLY bill.invoices ADD CONSTRAINT vat_ok CHECK (vat >= 0)
ALTER TABLE bill.invoices ADD CONSTRAINT vat_ok CHECK (vat >= 0) NO INHERIT
ALTER TABLE bill.invoices DROP CONSTRAINT net_sane
ALTER TABLE bill.invoices_2024 DROP CONSTRAINT net_sane
ALTER TABLE bill.invoices DROP CONSTRAINT invoices_account_fk
ALTER TABLE bill.invoices_2024 DROP CONSTRAINT invoices_account_fk
ALTER TABLE bill.invoices DROP CONSTRAINT invoices_pk
ALTER TABLE bill.invoices DROP CONSTRAINT invoices_pk CASCADE
ALTER TABLE bill.invoices ADD UNIQUE (due)
ALTER TABLE bill.invoices ADD UNIQUE (due, issued)
ALTER TABLE bill.invoices_2025_low ADD UNIQUE (due)
ALTER TABLE bill.invoices ADD FOREIGN KEY (account) REFERENCES bill.accounts
ALTER TABLE bill.invoices ADD FOREIGN KEY (account) REFERENCES bill.accounts NOT VALID
ALTER TABLE bill.invoices_2025 ADD FOREIGN KEY (account) REFERENCES bill.accounts
ALTER TABLE bill.invoices ADD EXCLUDE USING gist (no WITH =, issued WITH =)
ALTER TABLE bill.invoice_lines DROP CONSTRAINT lines_invoice_fk
ALTER TABLE bill.invoice_lines DROP CONSTRAINT lines_pk, ADD CONSTRAINT lines_pk PRIMARY KEY (invoice, pos)
ALTER TABLE bill.invoice_lines ADD FOREIGN KEY (invoice, issued) REFERENCES bill.invoices_2024
ALTER TABLE bill.payments ADD CHECK (paid > 0)
ALTER TABLE bill.payments ADD CHECK (paid > 0) NO INHERIT
ALTER TABLE ONLY bill.payments ADD CHECK (paid > 0)
ALTER TABLE bill.payments ADD CONSTRAINT pan_full CHECK (paid > 0)
ALTER TABLE bill.payments ADD CHECK (paid > 0) NOT VALID
ALTER TABLE bill.tariffs DROP CONSTRAINT one_price
ALTER TABLE bill.tariffs ADD PRIMARY KEY (tariff, seats), ADD CHECK (seats > 0) NOT VALID
ALTER TABLE bill.ledger_entries ADD PRIMARY KEY (entry)
ALTER TABLE bill.ledger_entries ADD PRIMARY KEY (entry, shard)
-- partitions and inheritance
ALTER TABLE bill.invoices ATTACH PARTITION bill.invoices_2026 FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')
ALTER TABLE bill.invoices ATTACH PARTITION bill.invoices_2026 FOR VALUES FROM ('2026-01-01') TO ('2026-07-01')
ALTER TABLE bill.invoices ATTACH PARTITION bill.invoices_2027 FOR VALUES FROM ('2027-01-01') TO ('2028-01-01')
ALTER TABLE bill.invoices ATTACH PARTITION bill.invoices_wrong FOR VALUES FROM ('2027-01-01') TO ('2028-01-01')
ALTER TABLE bill.invoices ATTACH PARTITION bill.invoices_2026 FOR VALUES FROM ('2025-06-01') TO ('2026-07-01')
ALTER TABLE bill.invoices ATTACH PARTITION bill.invoices_2026 FOR VALUES IN (1)
ALTER TABLE bill.invoices ATTACH PARTITION bill.invoices_2026 DEFAULT
ALTER TABLE bill.invoices ATTACH PARTITION bill.invoices_2024 FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')
ALTER TABLE bill.invoices_2025 ATTACH PARTITION bill.invoices_2026 FOR VALUES FROM (2000) TO (3000)
ALTER TABLE bill.accounts ATTACH PARTITION bill.invoices_2026 DEFAULT
ALTER TABLE bill.invoices DETACH PARTITION bill.invoices_2024
ALTER TABLE bill.invoices DETACH PARTITION bill.invoices_2025
ALTER TABLE bill.invoices DETACH PARTITION bill.invoices_2025_low
ALTER TABLE bill.invoices_2025 DETACH PARTITION bill.invoices_2025_low
ALTER TABLE bill.invoices DETACH PARTITION bill.invoices_rest
ALTER TABLE bill.ledger_entries DETACH PARTITION bill.ledger_entries_1
ALTER TABLE bill.ledger_entries ATTACH PARTITION bill.staging FOR VALUES WITH (MODULUS 4, REMAINDER 3)
ALTER TABLE bill.invoices DETACH PARTITION bill.invoices_2024 CONCURRENTLY
CREATE TABLE bill.invoices_2028 PARTITION OF bill.invoices FOR VALUES FROM ('2028-01-01') TO ('2029-01-01')
CREATE TABLE bill.invoices_2028 PARTITION OF bill.invoices (PRIMARY KEY (no), CHECK (net < 1000)) FOR VALUES FROM ('2028-01-01') TO ('2029-01-01')
CREATE TABLE bill.invoices_2028 PARTITION OF bill.invoices (net DEFAULT 5, memo NOT NULL) FOR VALUES FROM ('2028-01-01') TO ('2029-01-01') PARTITION BY HASH (no)
CREATE TABLE bill.invoices_2028 PARTITION OF bill.invoices FOR VALUES FROM ('2025-01-01') TO ('2025-02-01')
CREATE TABLE bill.invoices_2028 PARTITION OF bill.invoices FOR VALUES FROM ('2029-01-01') TO ('2028-01-01')
CREATE TABLE bill.invoices_2025_late PARTITION OF bill.invoices_2025 FOR VALUES FROM ('late') TO ('later')
CREATE TABLE bill.invoices_2025_more PARTITION OF bill.invoices_2025 FOR VALUES FROM (2000) TO (MAXVALUE)
CREATE TABLE bill.x PARTITION OF bill.ledger_entries FOR VALUES WITH (MODULUS 2, REMAINDER 1)
CREATE TABLE bill.x PARTITION OF bill.accounts DEFAULT
CREATE TABLE bill.x (LIKE bill.invoices INCLUDING DEFAULTS INCLUDING CONSTRAINTS)
CREATE TABLE bill.x (LIKE bill.accounts INCLUDING ALL)
CREATE TABLE bill.x (LIKE bill.tariffs INCLUDING INDEXES, z int)
CREATE TABLE bill.x () INHERITS (bill.payments, bill.rates)
CREATE TABLE bill.x (paid numeric(8,2)) INHERITS (bill.payments)
CREATE TABLE bill.x (paid numeric(10,2) DEFAULT 0, CHECK (paid > 1)) INHERITS (bill.card_payments)
CREATE TABLE bill.x AS SELECT a.number, i.* FROM bill.accounts a JOIN bill.invoices i USING (account)
CREATE TABLE bill.x AS SELECT a.number, i.net FROM bill.accounts a JOIN bill.invoices i ON i.account = a.account_id
CREATE TABLE bill.x (n, m) AS TABLE bill.turnover
CREATE TABLE bill.x AS VALUES (1, 'a'), (2, 'b')
CREATE TEMP TABLE x AS SELECT * FROM bill.debtors
CREATE TABLE bill.x (id int REFERENCES bill.accounts, no bigint, issued date, FOREIGN KEY (no, issued) REFERENCES bill.invoices)
CREATE TABLE bill.x (id int) PARTITION BY RANGE (nosuch)
CREATE TABLE bill.x (id int, PRIMARY KEY (id)) PARTITION BY LIST ((id % 10))
CREATE TABLE bill.x (id int, r bill.span, EXCLUDE USING gist (id WITH =, r WITH &&)) PARTITION BY LIST (id)
CREATE TABLE bill.accounts (id int)
CREATE TABLE IF NOT EXISTS bill.accounts (id nosuch)
CREATE TABLE bill.x (a int GENERATED ALWAYS AS (b) STORED, b int GENERATED ALWAYS AS (1) STORED)
CREATE TABLE bill.x (a int, a text)
ALTER TABLE bill.loose_payments INHERIT bill.payments
ALTER TABLE plain_numbers INHERIT bill.payments
ALTER TABLE bill.card_payments NO INHERIT bill.payments
ALTER TABLE bill.payments NO INHERIT bill.card_payments
ALTER TABLE bill.card_payments INHERIT bill.payments
ALTER TABLE bill.payments INHERIT bill.card_payments
ALTER TABLE bill.invoices INHERIT bill.payments
-- indexes and maintenance
CREATE INDEX ON bill.accounts (opened)
CREATE INDEX accounts_opened_idx ON bill.accounts USING btree (opened DESC, rating ASC NULLS FIRST) INCLUDE (note) WITH (fillfactor = 70) WHERE closed IS NOT NULL
CREATE INDEX IF NOT EXISTS accounts_holder_idx ON bill.accounts (opened)
CREATE INDEX accounts_holder_idx ON bill.accounts (opened)
CREATE UNIQUE INDEX ON bill.accounts (upper(number), opened)
CREATE INDEX ON bill.accounts ((main_contact).mail)
CREATE INDEX ON bill.accounts (((main_contact).mail))
CREATE INDEX ON bill.accounts (bill.today())
CREATE INDEX ON bill.accounts (bill.fixed())
CREATE INDEX ON bill.accounts (bill.gross(credit, 0.19))
CREATE INDEX ON bill.accounts (main_contact)
CREATE INDEX ON bill.accounts USING gin (holder)
CREATE INDEX ON bill.accounts USING gist (last_ip inet_ops)
CREATE INDEX ON bill.accounts USING spgist (last_ip)
CREATE INDEX ON bill.accounts USING brin (account_id, opened) WITH (pages_per_range = 16)
CREATE INDEX ON bill.accounts USING hash (account_id, number)
CREATE UNIQUE INDEX ON bill.accounts USING hash (number)
CREATE INDEX ON bill.accounts (opened) WHERE bill.today() > opened
CREATE INDEX ON bill.accounts (date_trunc('month', closed))
CREATE INDEX ON bill.subscriptions (date_trunc('month', begins))
CREATE INDEX ON bill.subscriptions ((begins AT TIME ZONE 'UTC'))
CREATE INDEX ON bill.subscriptions ((extra -> 'a' ->> 'b'), (extra #>> '{c,d}'))
CREATE INDEX ON bill.subscriptions USING gin (extra jsonb_path_ops, labels)
CREATE INDEX ON bill.subscriptions ((begins::date))
CREATE INDEX ON bill.subscriptions (coalesce(discount, 0), greatest(seats, 1))
CREATE INDEX ON bill.subscriptions (channel varchar_ops)
CREATE INDEX ON bill.subscriptions (channel nosuch_ops)
CREATE INDEX ON bill.invoices (account, due)
CREATE INDEX ON ONLY bill.invoices (account)
CREATE UNIQUE INDEX ON bill.invoices (due)
CREATE UNIQUE INDEX ON bill.invoices (issued, account)
CREATE INDEX CONCURRENTLY ON bill.invoices (account)
CREATE INDEX ON bill.invoices_2025 (memo)
CREATE INDEX ON bill.account_list (number)
CREATE INDEX ON bill.turnover (total)
CREATE INDEX CONCURRENTLY IF NOT EXISTS x ON bill.accounts (opened)
ALTER INDEX bill.invoices_memo_idx ATTACH PARTITION bill.invoices_2024_memo_idx
ALTER INDEX bill.invoices_memo_idx ATTACH PARTITION bill.invoices_2024_own_idx
ALTER INDEX bill.invoices_due_idx ATTACH PARTITION bill.invoices_2024_memo_idx
ALTER INDEX bill.accounts_holder_idx SET (fillfactor = 60)
ALTER INDEX bill.accounts_holder_idx RESET (fillfactor)
ALTER INDEX bill.accounts_holder_idx ALTER COLUMN 1 SET STATISTICS 200
ALTER INDEX bill.accounts_country_idx ALTER COLUMN 1 SET STATISTICS 200
ALTER INDEX bill.accounts_holder_idx SET TABLESPACE pg_default
ALTER INDEX bill.accounts_holder_idx DEPENDS ON EXTENSION btree_gist
DROP INDEX bill.accounts_holder_idx, bill.accounts_country_idx
DROP INDEX bill.accounts_pk
DROP INDEX bill.accounts_pk CASCADE
DROP INDEX bill.invoices_due_idx
DROP INDEX bill.invoices_2024_due_idx
DROP INDEX CONCURRENTLY bill.accounts_holder_idx
REINDEX INDEX bill.accounts_holder_idx
REINDEX TABLE bill.accounts
REINDEX TABLE bill.invoices
REINDEX INDEX bill.invoices_due_idx
REINDEX TABLE CONCURRENTLY bill.accounts
REINDEX SCHEMA bill
REINDEX (CONCURRENTLY OFF) TABLE bill.accounts
REINDEX (TABLESPACE pg_default) INDEX bill.accounts_holder_idx
REINDEX TABLE bill.staging
CLUSTER bill.rates
CLUSTER bill.accounts
CLUSTER bill.accounts USING accounts_pk
CLUSTER bill.accounts USING accounts_country_idx
CLUSTER bill.tariffs USING one_price
CLUSTER bill.invoices_2024 USING invoices_2024_due_idx
CLUSTER VERBOSE bill.rates
CLUSTER
VACUUM bill.accounts
VACUUM (FULL, ANALYZE) bill.accounts
ANALYZE bill.invoices
ANALYZE bill.invoices (net), bill.accounts
ANALYZE bill.payments
TRUNCATE bill.accounts
TRUNCATE bill.accounts CASCADE
TRUNCATE ONLY bill.payments
TRUNCATE bill.payments
TRUNCATE TABLE bill.invoices
TRUNCATE bill.invoices, bill.invoice_lines RESTART IDENTITY
TRUNCATE bill.invoices_2024 CASCADE
TRUNCATE bill.staging, plain_numbers
LOCK TABLE bill.payments IN SHARE MODE
LOCK bill.invoices IN ACCESS SHARE MODE
LOCK ONLY bill.payments
LOCK TABLE bill.debtors IN ROW EXCLUSIVE MODE
LOCK TABLE bill.accounts, plain_numbers IN ACCESS EXCLUSIVE MODE NOWAIT
REFRESH MATERIALIZED VIEW bill.turnover
REFRESH MATERIALIZED VIEW CONCURRENTLY bill.turnover
REFRESH MATERIALIZED VIEW CONCURRENTLY bill.payment_days
REFRESH MATERIALIZED VIEW CONCURRENTLY bill.later
REFRESH MATERIALIZED VIEW bill.later WITH NO DATA
REFRESH MATERIALIZED VIEW bill.account_list
ALTER MATERIALIZED VIEW bill.turnover RENAME COLUMN total TO sum
ALTER MATERIALIZED VIEW bill.turnover SET (fillfactor = 90)
ALTER MATERIALIZED VIEW bill.turnover CLUSTER ON turnover_account_key
ALTER MATERIALIZED VIEW bill.turnover ALTER COLUMN total SET STATISTICS 10
ALTER MATERIALIZED VIEW bill.turnover ALTER COLUMN total TYPE int
ALTER MATERIALIZED VIEW bill.turnover SET ACCESS METHOD heap
CREATE MATERIALIZED VIEW IF NOT EXISTS bill.turnover AS SELECT 1 AS x
CREATE MATERIALIZED VIEW bill.m AS SELECT day, n FROM bill.payment_days
ALTER TABLE bill.accounts SET UNLOGGED
ALTER TABLE bill.rates SET UNLOGGED
ALTER TABLE bill.staging SET LOGGED
ALTER TABLE bill.staging SET UNLOGGED
ALTER TABLE bill.rates SET LOGGED, ADD COLUMN z int
ALTER TABLE bill.invoices SET UNLOGGED
ALTER TABLE bill.rates SET TABLESPACE pg_default
ALTER TABLE bill.rates SET ACCESS METHOD heap
ALTER TABLE bill.rates SET ACCESS METHOD DEFAULT
ALTER TABLE bill.rates SET ACCESS METHOD nosuch
ALTER TABLE bill.rates SET ACCESS METHOD btree
ALTER TABLE bill.invoices SET ACCESS METHOD heap
ALTER TABLE bill.rates SET WITHOUT OIDS
ALTER TABLE bill.rates SET WITH OIDS
ALTER TABLE bill.rates SET (toast.autovacuum_enabled = false, parallel_workers = 2)
ALTER TABLE bill.rates SET (fillfactor = 5)
ALTER TABLE bill.rates SET (nosuch = 1)
ALTER TABLE bill.rates SET (user_catalog_table = true)
ALTER TABLE bill.rates CLUSTER ON nosuch
ALTER TABLE bill.rates SET WITHOUT CLUSTER, ALTER COLUMN rate SET STATISTICS 100
ALTER TABLE bill.rates REPLICA IDENTITY NOTHING
ALTER TABLE bill.rates REPLICA IDENTITY DEFAULT, ADD CHECK (rate > 0)
ALTER TABLE bill.accounts REPLICA IDENTITY USING INDEX accounts_note_key
ALTER TABLE bill.accounts REPLICA IDENTITY USING INDEX accounts_pk
ALTER TABLE plain_numbers REPLICA IDENTITY USING INDEX plain_numbers_a
ALTER TABLE bill.rates ALTER COLUMN a SET STORAGE EXTERNAL
ALTER TABLE bill.rates ALTER COLUMN since SET STORAGE EXTERNAL
ALTER TABLE bill.rates ALTER COLUMN a SET COMPRESSION default
ALTER TABLE bill.rates ALTER COLUMN a SET STATISTICS -1, ALTER COLUMN b SET (n_distinct = 5)
ALTER TABLE bill.rates ALTER COLUMN a SET STATISTICS 10001
ALTER TABLE bill.rates ALTER a RESET (n_distinct)
ALTER TABLE bill.rates OF bill.contact
ALTER TABLE bill.rates NOT OF
ALTER TABLE bill.rates DISABLE TRIGGER USER
ALTER TABLE bill.invoices DISABLE TRIGGER stamp_invoices
ALTER TABLE bill.accounts ENABLE ALWAYS TRIGGER stamp_accounts
ALTER TABLE bill.accounts DISABLE TRIGGER ALL
ALTER TABLE bill.accounts OWNER TO CURRENT_USER
ALTER TABLE bill.invoices OWNER TO SESSION_USER
ALTER TABLE bill.accounts SET SCHEMA "Archive"
ALTER TABLE bill.accounts SET SCHEMA nosuch
ALTER TABLE bill.accounts SET SCHEMA bill
ALTER TABLE bill.invoices SET SCHEMA public
ALTER TABLE bill.payments SET SCHEMA public
ALTER VIEW bill.account_list SET SCHEMA public
ALTER VIEW bill.account_list ALTER COLUMN country SET DEFAULT 'FR'
ALTER VIEW bill.account_list SET (security_barrier = true)
ALTER VIEW bill.account_list SET (security_invoker = true)
ALTER SEQUENCE bill.invoice_no RESTART
ALTER SEQUENCE bill.invoice_no AS integer
ALTER SEQUENCE bill.invoice_no OWNED BY bill.accounts.note
ALTER SEQUENCE bill.invoice_no OWNED BY plain_numbers.a
ALTER SEQUENCE bill.invoice_no SET SCHEMA public
ALTER SEQUENCE bill.invoice_no MAXVALUE 10 MINVALUE 20
ALTER SEQUENCE bill.invoice_no SET LOGGED
ALTER SEQUENCE bill.accounts_account_id_seq RESTART WITH 7
ALTER SEQUENCE bill.accounts_account_id_seq OWNED BY NONE
-- things that go
DROP TABLE bill.accounts
DROP TABLE bill.accounts CASCADE
DROP TABLE bill.invoices
DROP TABLE bill.invoices CASCADE
DROP TABLE bill.invoices_2024
DROP TABLE bill.invoices_2025
DROP TABLE bill.invoice_lines
DROP TABLE bill.payments
DROP TABLE bill.payments CASCADE
DROP TABLE bill.card_payments, bill.bank_payments
DROP TABLE bill.tariffs, bill.rates, bill.staging
DROP TABLE bill.account_list
DROP VIEW bill.open_invoices
DROP VIEW bill.open_invoices CASCADE
DROP VIEW bill.debtors, bill.open_invoices
DROP MATERIALIZED VIEW bill.turnover
DROP MATERIALIZED VIEW IF EXISTS bill.nosuch, bill.later
DROP SEQUENCE bill.invoice_no
DROP SEQUENCE bill.subscriptions_sub_id_seq CASCADE
DROP SEQUENCE bill.accounts_account_id_seq
DROP TYPE bill.contact
DROP TYPE bill.contact CASCADE
DROP TYPE bill.span CASCADE
DROP TYPE bill.status CASCADE
DROP DOMAIN bill.amount
DROP DOMAIN bill.amount CASCADE
DROP DOMAIN bill.currency CASCADE
DROP TYPE bill.iban
DROP FUNCTION bill.today()
DROP FUNCTION bill.today() CASCADE
DROP FUNCTION bill.gross(numeric, numeric)
DROP FUNCTION bill.gross
DROP FUNCTION bill.stamp() CASCADE
DROP SCHEMA "Archive"
DROP SCHEMA "Archive" CASCADE
DROP SCHEMA bill
DROP SCHEMA bill CASCADE
DROP STATISTICS bill.accounts_st
DROP TRIGGER check_payments ON bill.payments
DROP TRIGGER stamp_invoices ON bill.invoices
DROP TRIGGER stamp_invoices ON bill.invoices_2024
DROP TRIGGER IF EXISTS nosuch ON bill.accounts
-- of round 2, after the rules that the first ones had asked for
ALTER TABLE bill.accounts ADD CHECK (holder > 5)
ALTER TABLE bill.accounts ADD CHECK (opened > 'x')
ALTER TABLE bill.accounts ADD CHECK (rating = number)
ALTER TABLE bill.accounts ADD CHECK (opened + 1 > closed)
ALTER TABLE bill.accounts ADD CHECK (holder LIKE '%a%' AND note ~ '^[a-z]+$')
ALTER TABLE bill.accounts ADD CHECK (rating + 1)
ALTER TABLE bill.accounts ADD CHECK (holder || note)
ALTER TABLE bill.accounts ADD CHECK (closed - opened < interval '10 days')
ALTER TABLE bill.accounts ADD CHECK (credit * 2 >= rating AND rating % 2 = 0)
ALTER TABLE bill.accounts ADD CHECK ((main_contact).mail IS NOT NULL)
ALTER TABLE bill.accounts ADD CHECK (last_ip << inet '10.0.0.0/8')
ALTER TABLE bill.accounts ADD CHECK (holder IS DISTINCT FROM note)
ALTER TABLE bill.accounts ADD CHECK (rating IN (1, 2, 3)) NOT VALID
ALTER TABLE bill.accounts ADD CHECK (country = ANY (ARRAY['DE', 'FR']))
ALTER TABLE bill.accounts ADD CHECK (holder = 1)
CREATE INDEX ON bill.subscriptions ((begins + interval '1 day'))
CREATE INDEX ON bill.subscriptions ((started_on + 1))
CREATE INDEX ON bill.subscriptions ((started_on + interval '1 day'))
CREATE INDEX ON bill.subscriptions ((begins > started_on))
CREATE INDEX ON bill.subscriptions ((ends - begins))
CREATE INDEX ON bill.subscriptions (account) WHERE begins > '2026-01-01'
CREATE INDEX ON bill.subscriptions (account) WHERE begins > date '2026-01-01'
CREATE INDEX ON bill.subscriptions (account) WHERE begins > '2026-01-01'::timestamp
CREATE INDEX ON bill.subscriptions ((channel || '-' || account))
CREATE INDEX ON bill.subscriptions ((channel || begins))
CREATE INDEX ON bill.subscriptions (discount * 2)
CREATE INDEX ON bill.subscriptions extra -> 'a'
CREATE INDEX ON bill.subscriptions (extra -> 'a')
CREATE INDEX ON bill.subscriptions ((labels || 'x'::text))
CREATE INDEX ON bill.subscriptions ((labels @> ARRAY['a']))
CREATE INDEX ON bill.subscriptions (seats, (seats + account) DESC)
CREATE INDEX ON bill.subscriptions ((seats || channel))
CREATE INDEX ON bill.subscriptions ((seats + channel))
ALTER TABLE bill.subscriptions ADD COLUMN x timestamptz GENERATED ALWAYS AS (begins + interval '1 month') STORED
ALTER TABLE bill.subscriptions ADD COLUMN x date GENERATED ALWAYS AS (started_on + 30) STORED
ALTER TABLE bill.subscriptions ADD COLUMN x timestamp GENERATED ALWAYS AS (started_on + interval '1 month') STORED
ALTER TABLE bill.subscriptions ADD COLUMN x interval GENERATED ALWAYS AS (ends - begins) STORED
ALTER TABLE bill.subscriptions ADD COLUMN x boolean GENERATED ALWAYS AS (ends > begins AND seats > 1) STORED
ALTER TABLE bill.subscriptions ADD COLUMN x int GENERATED ALWAYS AS (channel || 'a') STORED
ALTER TABLE bill.subscriptions ADD COLUMN x int GENERATED ALWAYS AS (seats * discount) STORED
ALTER TABLE bill.subscriptions ADD COLUMN x int GENERATED ALWAYS AS (extra ->> 'n') STORED
ALTER TABLE bill.subscriptions ADD COLUMN x int GENERATED ALWAYS AS ((extra ->> 'n')::int) STORED
ALTER TABLE bill.subscriptions ADD COLUMN x date DEFAULT now() + interval '1 day'
ALTER TABLE bill.subscriptions ADD COLUMN x int DEFAULT '5' || '6'
ALTER TABLE bill.subscriptions ADD COLUMN x int DEFAULT 5 / 2
ALTER TABLE bill.subscriptions ADD COLUMN x text DEFAULT 'a' || 'b'
ALTER TABLE bill.subscriptions ADD COLUMN x date DEFAULT 5
ALTER TABLE bill.subscriptions ADD COLUMN x int(11)
ALTER TABLE bill.subscriptions ADD COLUMN x text(20)
ALTER TABLE bill.subscriptions ADD COLUMN x datetime
ALTER TABLE bill.subscriptions ADD COLUMN x tinyint DEFAULT 0
ALTER TABLE bill.subscriptions ADD COLUMN x int AUTO_INCREMENT
ALTER TABLE bill.subscriptions ADD COLUMN x int AFTER channel
ALTER TABLE bill.subscriptions ADD x int, ADD y int NOT NULL DEFAULT 0, DROP channel, ALTER seats TYPE bigint
ALTER TABLE bill.subscriptions MODIFY channel text
ALTER TABLE bill.subscriptions CHANGE COLUMN channel chan text
ALTER TABLE bill.subscriptions ALTER channel SET DATA TYPE varchar(20), ALTER channel SET NOT NULL, ALTER channel SET DEFAULT 'app'
ALTER TABLE bill.subscriptions ALTER COLUMN seats TYPE numeric, ADD CHECK (seats > 0)
ALTER TABLE bill.subscriptions ALTER COLUMN seats TYPE text
ALTER TABLE bill.subscriptions ALTER COLUMN discount TYPE text
ALTER TABLE bill.subscriptions ALTER COLUMN ends TYPE timestamp, ALTER COLUMN begins TYPE timestamp
ALTER TABLE bill.subscriptions ALTER COLUMN begins TYPE text
ALTER TABLE bill.subscriptions ALTER COLUMN begins TYPE timestamptz(6)
ALTER TABLE bill.subscriptions ALTER COLUMN begins TYPE timestamptz USING begins
ALTER TABLE bill.subscriptions ALTER COLUMN tariff TYPE text
ALTER TABLE bill.subscriptions ALTER COLUMN account TYPE text
ALTER TABLE bill.subscriptions ALTER COLUMN account TYPE numeric
ALTER TABLE bill.subscriptions ALTER COLUMN paused TYPE text, ALTER COLUMN labels TYPE text USING labels[1]
ALTER TABLE bill.subscriptions ALTER COLUMN labels TYPE text USING labels[1]
ALTER TABLE bill.invoices ALTER COLUMN net TYPE text
ALTER TABLE bill.invoices ALTER COLUMN net TYPE bigint
ALTER TABLE bill.invoices ALTER COLUMN net TYPE numeric(12,2)
ALTER TABLE bill.invoices ALTER COLUMN due TYPE text USING due::text
ALTER TABLE bill.invoices ALTER COLUMN status SET NOT NULL, ADD CONSTRAINT m CHECK (memo <> '')
ALTER TABLE bill.invoices ADD COLUMN z text DEFAULT 'n' NOT NULL, ADD CONSTRAINT z_ok CHECK (z IN ('n', 'y'))
ALTER TABLE bill.invoices RENAME TO bills
ALTER TABLE bill.invoices DROP CONSTRAINT invoices_pk, DROP COLUMN memo
ALTER TABLE bill.invoices_2024 RENAME TO i24
ALTER TABLE bill.invoices_2024 SET SCHEMA "Archive"
ALTER TABLE bill.invoices_2024 SET UNLOGGED
ALTER TABLE bill.invoices_2024 SET (fillfactor = 50)
ALTER TABLE bill.invoices_2024 ADD CONSTRAINT own CHECK (net < 1e6), ALTER COLUMN memo SET NOT NULL
ALTER TABLE bill.invoices_2024 ADD PRIMARY KEY (account)
ALTER TABLE bill.invoices_2024 ADD UNIQUE (account)
ALTER TABLE bill.invoices_2024 DROP COLUMN memo
ALTER TABLE bill.invoices_2024 ALTER COLUMN memo TYPE text
ALTER TABLE bill.invoices_2024 ALTER COLUMN memo SET DEFAULT '-'
CREATE INDEX ON bill.invoices (lower(memo))
CREATE INDEX ON bill.invoices (memo) WHERE status = 'open'
CREATE UNIQUE INDEX ON bill.invoices (issued, lower(memo))
CREATE INDEX invoices_account_due ON bill.invoices USING brin (account, due)
DROP INDEX bill.invoices_memo_idx
DROP INDEX bill.invoices_2024_memo_idx
ALTER INDEX bill.invoices_due_idx RENAME TO by_due
TRUNCATE bill.invoices_2025
TRUNCATE bill.invoices_2025 CASCADE
LOCK TABLE ONLY bill.invoices IN SHARE ROW EXCLUSIVE MODE
COMMENT ON TABLE bill.invoices IS 'x'
COMMENT ON COLUMN bill.invoices.net IS 'x'
COMMENT ON CONSTRAINT net_sane ON bill.invoices IS 'x'
COMMENT ON INDEX bill.invoices_due_idx IS 'x'
GRANT SELECT ON bill.invoices, bill.accounts TO PUBLIC
CREATE TABLE bill.n (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, account int NOT NULL REFERENCES bill.accounts ON DELETE CASCADE, sub bigint REFERENCES bill.subscriptions, CHECK (account > 0))
CREATE TABLE bill.n (LIKE bill.subscriptions INCLUDING ALL, z int REFERENCES bill.accounts)
CREATE TABLE bill.n (a int, b text) PARTITION BY RANGE (a, lower(b))
CREATE TABLE bill.n (a int, b timestamptz, PRIMARY KEY (a)) PARTITION BY RANGE (b)
CREATE TABLE bill.n (a int CHECK (a > b), b int)
CREATE TABLE bill.n (a int, CHECK (a > 'x'))
CREATE TABLE bill.n (a text, CHECK (a > 5))
CREATE TABLE bill.n (a int, b int, c int GENERATED ALWAYS AS (a + b) STORED, UNIQUE (c))
CREATE TABLE bill.n (a serial8, b smallserial, c money DEFAULT 5, d inet DEFAULT '::1', e bit(3) DEFAULT B'101')
CREATE TABLE bill.n AS SELECT account, count(*) FROM bill.invoices GROUP BY account WITH NO DATA
CREATE TABLE bill.n AS SELECT nosuch FROM bill.accounts
INSERT INTO bill.accounts (number, holder, iban) VALUES ('1', 'a', 'DE12')
INSERT INTO bill.accounts (nosuch) VALUES (1)
UPDATE bill.accounts SET holder = 'x' FROM bill.subscriptions s WHERE s.account = account_id
DELETE FROM ONLY bill.payments
DELETE FROM bill.payments WHERE pay_id IN (SELECT pay_id FROM bill.card_payments)
SELECT a.number FROM bill.accounts a WHERE EXISTS (SELECT 1 FROM bill.invoices i WHERE i.account = a.account_id)
SELECT * FROM bill.payments
SELECT * FROM ONLY bill.payments
SELECT * FROM bill.turnover t JOIN bill.debtors d ON true
-- of round 3, after the rules that the first ones had asked for
ALTER TABLE bill.accounts ADD COLUMN score numeric(4,1) DEFAULT 1.5 CHECK (score < 10), ADD COLUMN tier text DEFAULT 'basic' NOT NULL
ALTER TABLE bill.accounts ADD COLUMN b boolean DEFAULT false NOT NULL, ALTER COLUMN rating SET NOT NULL
ALTER TABLE bill.accounts ADD COLUMN u uuid NOT NULL DEFAULT gen_random_uuid() UNIQUE
ALTER TABLE bill.accounts ADD COLUMN m money, ADD COLUMN p point, ADD COLUMN t tsvector, ADD COLUMN r int4range DEFAULT '[1,5)'
ALTER TABLE bill.accounts ADD COLUMN full_no text GENERATED ALWAYS AS (country || number) STORED
ALTER TABLE bill.accounts ADD COLUMN since interval GENERATED ALWAYS AS (age(opened)) STORED
ALTER TABLE bill.accounts ADD COLUMN is_open boolean GENERATED ALWAYS AS (closed IS NULL) STORED
ALTER TABLE bill.accounts ADD COLUMN x int DEFAULT bill.nosuch()
ALTER TABLE bill.accounts ADD COLUMN x int DEFAULT length('abc')
ALTER TABLE bill.accounts ADD COLUMN x int[] DEFAULT '{1,2}' CHECK (cardinality(x) < 5)
ALTER TABLE bill.accounts ADD COLUMN x bill.amount NOT NULL
ALTER TABLE bill.accounts ADD COLUMN x bill.positive DEFAULT 1
ALTER TABLE bill.accounts ALTER COLUMN last_ip TYPE varchar(40) USING host(last_ip)
ALTER TABLE bill.accounts ALTER COLUMN flags TYPE text USING flags::text
ALTER TABLE bill.accounts ALTER COLUMN opened TYPE timestamp USING opened::timestamp
ALTER TABLE bill.accounts ALTER COLUMN opened TYPE timestamptz
ALTER TABLE bill.accounts ALTER COLUMN closed TYPE date
ALTER TABLE bill.accounts ALTER COLUMN rating TYPE numeric
ALTER TABLE bill.accounts ALTER COLUMN rating TYPE text
ALTER TABLE bill.accounts ALTER COLUMN country TYPE text
ALTER TABLE bill.accounts ALTER COLUMN credit TYPE double precision
ALTER TABLE bill.accounts ALTER COLUMN credit TYPE money
ALTER TABLE bill.accounts ALTER COLUMN number TYPE integer USING number::integer
ALTER TABLE bill.accounts ALTER COLUMN note TYPE varchar(50), ALTER COLUMN note SET NOT NULL, ADD CONSTRAINT n CHECK (note <> '')
ALTER TABLE bill.accounts ALTER COLUMN note TYPE jsonb USING note::jsonb, ALTER COLUMN note SET DEFAULT '{}'
ALTER TABLE bill.accounts DROP CONSTRAINT opened_before_closed, ALTER COLUMN opened TYPE text
ALTER TABLE bill.accounts DROP CONSTRAINT accounts_rating_check, ALTER COLUMN rating TYPE boolean USING rating > 5
ALTER TABLE bill.accounts DROP CONSTRAINT accounts_parent_fk, DROP COLUMN parent_id
ALTER TABLE bill.accounts DROP CONSTRAINT accounts_number_uq, ADD CONSTRAINT accounts_number_uq UNIQUE (number)
ALTER TABLE bill.accounts ALTER CONSTRAINT accounts_number_uq DEFERRABLE
ALTER TABLE bill.accounts ALTER CONSTRAINT accounts_parent_fk DEFERRABLE INITIALLY DEFERRED
ALTER TABLE bill.accounts RENAME CONSTRAINT accounts_number_uq TO accounts_pk
ALTER TABLE bill.accounts ADD CONSTRAINT fk FOREIGN KEY (parent_id) REFERENCES bill.accounts (account_id) MATCH FULL ON DELETE RESTRICT NOT VALID
ALTER TABLE bill.accounts ADD CONSTRAINT fk FOREIGN KEY (parent_id) REFERENCES bill.accounts (number)
ALTER TABLE bill.accounts ADD CONSTRAINT fk FOREIGN KEY (holder) REFERENCES bill.accounts (note)
ALTER TABLE bill.accounts ADD CONSTRAINT fk FOREIGN KEY (number) REFERENCES bill.accounts (number)
ALTER TABLE bill.subscriptions ADD CONSTRAINT s UNIQUE (account, tariff) INCLUDE (begins) WITH (fillfactor = 80)
ALTER TABLE bill.subscriptions ADD CONSTRAINT s EXCLUDE USING gist (account WITH =, tstzrange(begins, ends) WITH &&)
ALTER TABLE bill.subscriptions ADD CONSTRAINT s EXCLUDE USING gist (account WITH =, tstzrange(begins, ends) WITH &&) WHERE (ends IS NOT NULL)
ALTER TABLE bill.subscriptions ADD CONSTRAINT s EXCLUDE USING gist (account WITH =, tsrange(begins, ends) WITH &&)
ALTER TABLE bill.subscriptions ADD CONSTRAINT s CHECK (begins < ends AND ends < begins + interval '5 years')
ALTER TABLE bill.subscriptions ADD CONSTRAINT s CHECK (extra ? 'a' AND extra ->> 'b' = 'c')
ALTER TABLE bill.subscriptions ADD CONSTRAINT s CHECK (extra -> 'n' > 5)
ALTER TABLE bill.subscriptions ADD CONSTRAINT s CHECK ((extra ->> 'n')::int > 5)
ALTER TABLE bill.subscriptions ADD CONSTRAINT s CHECK (labels <@ ARRAY['a', 'b'])
ALTER TABLE bill.subscriptions ADD CONSTRAINT s CHECK (paused < '1 year')
ALTER TABLE bill.subscriptions ADD CONSTRAINT s CHECK (coalesce(seats, 0) >= 0 AND greatest(seats, 1) < 100)
ALTER TABLE bill.subscriptions ADD CONSTRAINT s CHECK (CASE WHEN channel = 'web' THEN seats > 0 ELSE true END)
ALTER TABLE bill.subscriptions ADD CONSTRAINT s CHECK (channel IN ('web', 'app', 5))
ALTER TABLE bill.subscriptions ADD CONSTRAINT s CHECK (discount BETWEEN 0 AND 100)
ALTER TABLE bill.subscriptions ADD CONSTRAINT s CHECK (discount BETWEEN 'a' AND 'b')
ALTER TABLE bill.subscriptions ADD CONSTRAINT s CHECK (channel LIKE 'w%' OR channel SIMILAR TO '(a|b)%')
ALTER TABLE bill.subscriptions ADD CONSTRAINT s CHECK (seats LIKE 'w%')
ALTER TABLE bill.subscriptions ADD CONSTRAINT s CHECK (upper(channel) = channel AND char_length(tariff) = 6)
ALTER TABLE bill.subscriptions ADD CONSTRAINT s CHECK (started_on - 7 > date '2020-01-01')
ALTER TABLE bill.subscriptions ADD CONSTRAINT s CHECK (started_on + begins > now())
ALTER TABLE bill.subscriptions ADD CONSTRAINT s CHECK (-seats < 0 AND seats ^ 2 < 100)
ALTER TABLE bill.subscriptions ADD CONSTRAINT s CHECK (begins::date = started_on)
ALTER TABLE bill.subscriptions ADD CONSTRAINT s CHECK (started_on::int > 5)
CREATE INDEX ON bill.subscriptions (upper(channel) varchar_pattern_ops, (seats * discount))
CREATE INDEX ON bill.subscriptions USING gin ((extra -> 'tags')) WHERE extra ? 'tags'
CREATE INDEX ON bill.subscriptions USING gist (tstzrange(begins, ends))
CREATE INDEX ON bill.subscriptions USING gist (tstzrange(begins, ends), account)
CREATE INDEX ON bill.subscriptions ((begins::timestamp))
CREATE INDEX ON bill.subscriptions (extract(epoch FROM begins))
CREATE INDEX ON bill.subscriptions (date_part('year', begins))
CREATE INDEX ON bill.subscriptions (to_char(started_on, 'YYYY'))
CREATE INDEX ON bill.subscriptions (left(channel, 2), reverse(tariff))
CREATE INDEX ON bill.subscriptions (hashtext(channel)) WHERE seats BETWEEN 1 AND 5
CREATE INDEX ON bill.subscriptions (account) WHERE ends IS NULL AND channel = 'web'
CREATE INDEX ON bill.subscriptions (account) WHERE channel = ANY (ARRAY['web', 'app'])
CREATE INDEX ON bill.subscriptions (account) WHERE seats
CREATE INDEX ON bill.subscriptions (account) WHERE paused > '1 day'::interval
CREATE INDEX ON bill.subscriptions (account) WHERE started_on > current_date
CREATE INDEX ON bill.subscriptions (account) WHERE age(begins) > '1 day'
CREATE UNIQUE INDEX CONCURRENTLY x ON bill.subscriptions (account)
CREATE INDEX ON bill.tariffs USING gist (valid)
CREATE INDEX ON bill.tariffs USING spgist (valid)
CREATE INDEX ON bill.tariffs (valid, price)
CREATE INDEX ON bill.ledger_entries (at, entry)
CREATE UNIQUE INDEX ON bill.ledger_entries (shard, entry)
CREATE INDEX ON bill.ledger_entries ((debit - credit))
ALTER TABLE bill.ledger_entries ADD CHECK (debit > 0 OR credit > 0)
ALTER TABLE bill.ledger_entries ADD COLUMN total numeric GENERATED ALWAYS AS (debit - credit) STORED
ALTER TABLE bill.ledger_entries ALTER COLUMN debit SET NOT NULL, ALTER COLUMN credit SET DEFAULT 0
ALTER TABLE bill.ledger_entries ADD FOREIGN KEY (shard) REFERENCES bill.accounts
ALTER TABLE bill.ledger_entries_0 ADD CONSTRAINT c CHECK (debit < 5) NOT VALID
ALTER TABLE bill.ledger_entries ATTACH PARTITION plain_numbers FOR VALUES WITH (MODULUS 2, REMAINDER 1)
CREATE TABLE bill.ledger_entries_2 PARTITION OF bill.ledger_entries FOR VALUES WITH (MODULUS 3, REMAINDER 2)
CREATE TABLE bill.ledger_entries_2 PARTITION OF bill.ledger_entries DEFAULT
CREATE TABLE bill.invoices_old PARTITION OF bill.invoices FOR VALUES FROM (MINVALUE) TO ('2024-01-01')
CREATE TABLE bill.invoices_old PARTITION OF bill.invoices FOR VALUES FROM ('2020-01-01') TO ('2024-01-01') PARTITION BY RANGE (issued)
CREATE TABLE bill.invoices_old PARTITION OF bill.invoices FOR VALUES IN ('2020-01-01')
CREATE TABLE bill.invoices_old PARTITION OF bill.invoices FOR VALUES FROM ('2020-01-01', 1) TO ('2024-01-01', 2)
CREATE TABLE bill.t (LIKE bill.invoices INCLUDING INDEXES) PARTITION BY RANGE (issued)
CREATE TABLE bill.t (LIKE bill.payments INCLUDING ALL) INHERITS (bill.payments)
CREATE TABLE bill.t (a int GENERATED ALWAYS AS IDENTITY, b int GENERATED BY DEFAULT AS IDENTITY (INCREMENT 5), PRIMARY KEY (a, b))
CREATE TABLE bill.t (a int GENERATED ALWAYS AS IDENTITY DEFAULT 5)
CREATE TABLE bill.t (a int DEFAULT 5 DEFAULT 6)
CREATE TABLE bill.t (a int NOT NULL NULL)
CREATE TABLE bill.t (a int, b int, UNIQUE (a, c))
CREATE TABLE bill.t (a int, b int, FOREIGN KEY (a, b) REFERENCES bill.invoices_2024 (no, issued))
CREATE TABLE bill.t (a bigint, b date, FOREIGN KEY (a, b) REFERENCES bill.invoices_2024)
CREATE TABLE bill.t (a int, CONSTRAINT x CHECK (a > 0), CONSTRAINT x CHECK (a < 9))
CREATE TABLE bill.t (a int) INHERITS (bill.nosuch)
CREATE TABLE bill.t AS SELECT holder, sum(net) FROM bill.debtors GROUP BY holder
CREATE TABLE bill.t AS SELECT 1 AS a, 2 AS a
CREATE UNLOGGED TABLE bill.t AS SELECT * FROM bill.accounts WITH NO DATA
DROP TABLE bill.accounts, bill.subscriptions
DROP TABLE bill.invoices, bill.invoice_lines
DROP TABLE bill.invoices_2024 CASCADE
DROP TABLE bill.subscriptions CASCADE
DROP INDEX bill.accounts_iban_key, bill.subs_labels_idx
DROP INDEX bill.lines_pk
ALTER TABLE bill.bank_payments ADD FOREIGN KEY (iban) REFERENCES bill.accounts (iban)
ALTER TABLE bill.bank_payments DROP CONSTRAINT bank_payments_pay_id_key
ALTER TABLE bill.card_payments DROP COLUMN pan
ALTER TABLE bill.payments RENAME TO receipts
ALTER TABLE bill.payments ADD PRIMARY KEY (reference)
ALTER TABLE bill.payments DROP CONSTRAINT payments_pkey
ALTER TABLE bill.payments DISABLE TRIGGER check_payments
ALTER TABLE bill.payments SET UNLOGGED
ALTER TABLE bill.payments ALTER COLUMN at SET STORAGE PLAIN, ALTER COLUMN reference SET STATISTICS 10
ALTER TABLE ONLY bill.payments DROP COLUMN reference
ALTER TABLE ONLY bill.payments ALTER COLUMN reference SET NOT NULL
UPDATE bill.accounts SET rating = 'x'
DELETE FROM bill.debtors
INSERT INTO bill.rates (a, b) VALUES ('x', 'y') ON CONFLICT (a) DO NOTHING
INSERT INTO bill.rates (a, b) VALUES ('x', 'y') ON CONFLICT (b, a) DO UPDATE SET rate = 1
SELECT account, status FROM bill.invoices GROUP BY account
SELECT a.nosuch FROM bill.accounts a
SELECT holder FROM bill.accounts WHERE rating = 'high'
SELECT account_id FROM bill.accounts, bill.debtors WHERE holder = 'x'
TRUNCATE ONLY bill.invoices_2024
VACUUM FULL bill.accounts
ALTER TABLE bill.subscriptions ADD CONSTRAINT s CHECK (upper(seats) = 'A')
