-- tenants and members: what applications change most
ALTER TABLE app.tenants ALTER COLUMN name TYPE text
ALTER TABLE app.tenants ALTER COLUMN name TYPE varchar(80)
ALTER TABLE app.tenants ALTER COLUMN name TYPE varchar(60)
ALTER TABLE app.tenants ALTER COLUMN slug TYPE varchar(40)
ALTER TABLE app.tenants ALTER COLUMN slug TYPE text
ALTER TABLE app.tenants ALTER COLUMN slug TYPE app.short_slug
ALTER TABLE app.tenants ALTER COLUMN name TYPE app.slug
ALTER TABLE app.tenants ALTER COLUMN tags TYPE text[]
ALTER TABLE app.tenants ALTER COLUMN tags TYPE varchar(10)[]
ALTER TABLE app.tenants ALTER COLUMN settings TYPE jsonb
ALTER TABLE app.tenants ALTER COLUMN settings TYPE jsonb USING settings::jsonb
ALTER TABLE app.tenants ALTER COLUMN settings TYPE text
ALTER TABLE app.tenants ALTER COLUMN created TYPE timestamptz
ALTER TABLE app.tenants ALTER COLUMN created TYPE timestamptz USING created AT TIME ZONE 'UTC'
ALTER TABLE app.tenants ALTER COLUMN created TYPE timestamp(3)
ALTER TABLE app.tenants ALTER COLUMN created TYPE timestamp(6)
ALTER TABLE app.tenants ALTER COLUMN created TYPE date
ALTER TABLE app.tenants ALTER COLUMN plan TYPE text
ALTER TABLE app.tenants ALTER COLUMN plan DROP DEFAULT, ALTER COLUMN plan TYPE text USING plan::text, ALTER COLUMN plan SET DEFAULT 'free'
ALTER TABLE app.tenants ALTER COLUMN seats TYPE int
ALTER TABLE app.tenants ALTER COLUMN seats TYPE boolean
ALTER TABLE app.tenants ALTER COLUMN balance TYPE bigint
ALTER TABLE app.tenants ALTER COLUMN balance TYPE numeric
ALTER TABLE app.tenants ALTER COLUMN contact TYPE text
ALTER TABLE app.tenants ALTER COLUMN contact TYPE text USING (contact).mail
ALTER TABLE app.tenants ALTER COLUMN tenant_id TYPE bigint
ALTER TABLE app.tenants ALTER COLUMN tenant_id DROP IDENTITY
ALTER TABLE app.tenants ALTER COLUMN tenant_id SET GENERATED ALWAYS SET CACHE 20
ALTER TABLE app.tenants ALTER COLUMN tenant_id SET DEFAULT 7
ALTER TABLE app.tenants ADD COLUMN region text NOT NULL DEFAULT 'eu' CHECK (region IN ('eu', 'us'))
ALTER TABLE app.tenants ADD COLUMN fee app.percent
ALTER TABLE app.tenants ADD COLUMN fee app.percent NOT NULL
ALTER TABLE app.tenants ADD COLUMN alias app.slug
ALTER TABLE app.tenants ADD COLUMN alias app.slug DEFAULT 'none'
ALTER TABLE app.tenants ADD COLUMN debt app.cents
ALTER TABLE app.tenants ADD COLUMN debt app.cents DEFAULT 0
ALTER TABLE app.tenants ADD COLUMN key uuid DEFAULT gen_random_uuid()
ALTER TABLE app.tenants ADD COLUMN no bigint DEFAULT nextval('app.ticket_no')
ALTER TABLE app.tenants ADD COLUMN no bigserial
ALTER TABLE app.tenants ADD COLUMN initials text GENERATED ALWAYS AS (app.initials(name)) STORED
ALTER TABLE app.tenants ADD COLUMN initials text GENERATED ALWAYS AS (app.initials(name))
ALTER TABLE app.tenants ADD COLUMN who int DEFAULT app.tenant()
ALTER TABLE app.tenants ADD COLUMN slug text
ALTER TABLE app.tenants ADD COLUMN IF NOT EXISTS slug text, ADD COLUMN IF NOT EXISTS vat text
ALTER TABLE app.tenants ADD COLUMN parent int REFERENCES app.tenants
ALTER TABLE app.tenants ADD COLUMN parent int DEFAULT 1 REFERENCES app.tenants ON DELETE SET NULL
ALTER TABLE app.tenants ADD COLUMN place app.geo, ADD COLUMN places app.geo[]
ALTER TABLE app.tenants DROP COLUMN plan
ALTER TABLE app.tenants DROP COLUMN tenant_id
ALTER TABLE app.tenants DROP COLUMN tenant_id CASCADE
ALTER TABLE app.tenants DROP COLUMN IF EXISTS vat, DROP COLUMN seats
ALTER TABLE app.tenants RENAME COLUMN name TO title
ALTER TABLE app.tenants RENAME TO customers
ALTER TABLE app.tenants RENAME CONSTRAINT tenants_seats_check TO seats_ck
ALTER TABLE app.tenants SET SCHEMA billing
ALTER TABLE app.tenants OWNER TO CURRENT_USER
ALTER TABLE app.tenants REPLICA IDENTITY FULL
ALTER TABLE app.tenants REPLICA IDENTITY USING INDEX tenants_slug_key
ALTER TABLE app.tenants SET (fillfactor = 90, autovacuum_enabled = false)
ALTER TABLE app.tenants RESET (fillfactor)
ALTER TABLE app.tenants SET (nosuch = 1)
ALTER TABLE app.tenants SET UNLOGGED
ALTER TABLE app.members SET UNLOGGED
ALTER TABLE app.sessions SET LOGGED
ALTER TABLE app.sessions SET LOGGED, ALTER COLUMN member SET NOT NULL
ALTER TABLE app.tenants CLUSTER ON tenants_slug_key
ALTER TABLE app.tenants SET WITHOUT CLUSTER, SET WITHOUT OIDS
ALTER TABLE app.tenants ALTER COLUMN name SET STORAGE EXTERNAL
ALTER TABLE app.tenants ALTER COLUMN seats SET STORAGE EXTENDED
ALTER TABLE app.tenants ALTER COLUMN settings SET COMPRESSION pglz
ALTER TABLE app.tenants ALTER COLUMN name SET STATISTICS 500, ALTER COLUMN name SET (n_distinct = -0.5)
ALTER TABLE app.tenants ADD CONSTRAINT paid_ck CHECK (plan <> 'free' OR balance = 0) NOT VALID
ALTER TABLE app.tenants ADD CONSTRAINT seats_ck CHECK (seats < 1000) NO INHERIT
ALTER TABLE app.tenants ADD CONSTRAINT seats_ck CHECK (seats < 1000) NOT ENFORCED
ALTER TABLE app.tenants ALTER CONSTRAINT tenants_seats_check NOT ENFORCED
ALTER TABLE app.tenants ADD CONSTRAINT seats_nn NOT NULL seats
ALTER TABLE app.tenants ADD CONSTRAINT seats_nn NOT NULL seats NOT VALID
ALTER TABLE app.tenants ALTER COLUMN seats SET NOT NULL
ALTER TABLE app.tenants ADD UNIQUE (name)
ALTER TABLE app.tenants ADD UNIQUE (settings)
ALTER TABLE app.tenants ADD CONSTRAINT tenants_slug_key UNIQUE (name)
ALTER TABLE app.tenants ADD PRIMARY KEY (slug)
ALTER TABLE app.tenants DROP CONSTRAINT tenants_pkey
ALTER TABLE app.tenants DROP CONSTRAINT tenants_pkey CASCADE
ALTER TABLE app.tenants ADD CONSTRAINT t_uq UNIQUE USING INDEX tenants_slug_key
ALTER TABLE app.tenants ADD EXCLUDE USING hash (name WITH =)
ALTER TABLE IF EXISTS app.tenant ADD COLUMN x int
ALTER TABLE app.tenant ADD COLUMN x int
ALTER TABLE ONLY app.tenants ADD COLUMN x int, ALTER COLUMN x SET DEFAULT 3, ADD CHECK (x > 0)
ALTER TABLE app.members ALTER COLUMN mail TYPE varchar(200)
ALTER TABLE app.members ALTER COLUMN mail TYPE text
ALTER TABLE app.members ALTER COLUMN first_name TYPE varchar(60)
ALTER TABLE app.members ALTER COLUMN last_name TYPE varchar
ALTER TABLE app.members ALTER COLUMN display TYPE varchar
ALTER TABLE app.members ALTER COLUMN age TYPE smallint
ALTER TABLE app.members ALTER COLUMN age TYPE bigint
ALTER TABLE app.members ALTER COLUMN rights TYPE bit varying(8)
ALTER TABLE app.members ALTER COLUMN rights TYPE bit(16)
ALTER TABLE app.members ALTER COLUMN rights TYPE int USING rights::int
ALTER TABLE app.members ALTER COLUMN login_from TYPE cidr
ALTER TABLE app.members ALTER COLUMN login_from TYPE text
ALTER TABLE app.members ALTER COLUMN token TYPE text
ALTER TABLE app.members ALTER COLUMN token TYPE bytea USING decode(replace(token::text, '-', ''), 'hex')
ALTER TABLE app.members ALTER COLUMN joined TYPE timestamp
ALTER TABLE app.members ALTER COLUMN joined TYPE timestamptz
ALTER TABLE app.members ALTER COLUMN changed TYPE timestamp
ALTER TABLE app.members ALTER COLUMN changed TYPE timestamptz(0)
ALTER TABLE app.members ALTER COLUMN home TYPE point USING point((home).lon, (home).lat)
ALTER TABLE app.members ALTER COLUMN last_name TYPE text COLLATE "C"
ALTER TABLE app.members ALTER COLUMN age TYPE bigint, ALTER COLUMN joined SET NOT NULL
ALTER TABLE app.members ALTER COLUMN display DROP EXPRESSION
ALTER TABLE app.members ALTER COLUMN display DROP EXPRESSION IF EXISTS, ALTER COLUMN display SET NOT NULL
ALTER TABLE app.members ALTER COLUMN first_name DROP EXPRESSION
ALTER TABLE app.members ALTER COLUMN display SET EXPRESSION AS (last_name || ', ' || first_name)
ALTER TABLE app.members ALTER COLUMN display SET DEFAULT 'x'
ALTER TABLE app.members ALTER COLUMN member_id SET DATA TYPE int
ALTER TABLE app.members ALTER COLUMN member_id RESTART WITH 1000
ALTER TABLE app.members ALTER COLUMN age ADD GENERATED ALWAYS AS IDENTITY
ALTER TABLE app.members ALTER COLUMN tenant_id ADD GENERATED BY DEFAULT AS IDENTITY (START 10)
ALTER TABLE app.members DROP COLUMN first_name
ALTER TABLE app.members DROP COLUMN first_name CASCADE
ALTER TABLE app.members DROP COLUMN age
ALTER TABLE app.members DROP COLUMN token, DROP COLUMN rights
ALTER TABLE app.members DROP COLUMN changed
ALTER TABLE app.members DROP COLUMN invited_by
ALTER TABLE app.members DISABLE ROW LEVEL SECURITY, NO FORCE ROW LEVEL SECURITY
ALTER TABLE app.members FORCE ROW LEVEL SECURITY
ALTER TABLE app.members DISABLE TRIGGER members_touch
ALTER TABLE app.members ENABLE ALWAYS TRIGGER members_touch
ALTER TABLE app.members DISABLE TRIGGER USER
ALTER TABLE app.members DISABLE TRIGGER ALL
ALTER TABLE app.members ENABLE REPLICA TRIGGER nosuch
ALTER TABLE app.members ALTER CONSTRAINT members_inviter_fk DEFERRABLE INITIALLY DEFERRED
ALTER TABLE app.members ALTER CONSTRAINT members_age_ck DEFERRABLE
ALTER TABLE app.members VALIDATE CONSTRAINT members_age_ck
ALTER TABLE app.members DROP CONSTRAINT members_inviter_fk, ADD CONSTRAINT members_inviter_fk FOREIGN KEY (tenant_id, invited_by) REFERENCES app.members ON DELETE CASCADE
ALTER TABLE app.members ADD CONSTRAINT token_nn CHECK (token IS NOT NULL) NOT VALID, ALTER COLUMN token SET NOT NULL
ALTER TABLE app.members ADD FOREIGN KEY (invited_by) REFERENCES app.members (member_id)
ALTER TABLE app.members ADD FOREIGN KEY (tenant_id, mail) REFERENCES app.members (mail, tenant_id)
ALTER TABLE app.members ADD FOREIGN KEY (tenant_id, mail) REFERENCES app.members (tenant_id, mail) NOT VALID
ALTER TABLE app.members ADD FOREIGN KEY (tenant_id, invited_by) REFERENCES app.members ON DELETE SET NULL (invited_by)
ALTER TABLE app.members ADD CONSTRAINT no_overlap EXCLUDE USING gist (login_from inet_ops WITH &&)
CREATE POLICY writers ON app.members FOR INSERT WITH CHECK (tenant_id = app.tenant())
CREATE POLICY writers ON app.members FOR INSERT USING (tenant_id = app.tenant())
CREATE POLICY own_tenant ON app.members USING (true)
CREATE POLICY p ON app.people USING (true)
CREATE POLICY members_of ON app.tenants USING (EXISTS (SELECT 1 FROM app.members m WHERE m.tenant_id = tenants.tenant_id))
ALTER POLICY own_tenant ON app.members TO PUBLIC USING (tenant_id IN (SELECT tenant_id FROM app.tenants))
ALTER POLICY adults ON app.members RENAME TO grown_ups
ALTER POLICY nosuch ON app.members RENAME TO x
DROP POLICY adults ON app.members
DROP POLICY IF EXISTS nosuch ON app.members
CREATE INDEX ON app.members (tenant_id, joined DESC)
CREATE INDEX ON app.members (display, upper(mail))
CREATE INDEX ON app.members (app.initials(last_name))
CREATE INDEX ON app.members (app.tenant())
CREATE INDEX ON app.members ((home).lat)
CREATE INDEX ON app.members (((home).lat))
CREATE INDEX ON app.members (home)
CREATE UNIQUE INDEX ON app.members (token) INCLUDE (mail) WHERE token IS NOT NULL
CREATE INDEX ON app.members USING gist (login_from)
CREATE INDEX ON app.members USING hash (token)
CREATE INDEX ON app.members USING gin (first_name)
CREATE INDEX ON app.members USING brin (joined date_minmax_multi_ops)
CREATE INDEX ON app.tenants USING gin (tags)
CREATE INDEX ON app.tenants (settings)
CREATE INDEX ON app.tenants ((settings->>'theme'))
CREATE INDEX ON app.tenants (contact)
CREATE INDEX members_mail_ix ON app.members (mail)
CREATE INDEX IF NOT EXISTS members_mail_ix ON app.members (mail)
CREATE INDEX CONCURRENTLY ON app.members (joined)
DROP INDEX app.members_mail_uq
DROP INDEX app.members_last_ix, app.members_display_ix
DROP INDEX CONCURRENTLY app.members_last_ix
REINDEX INDEX app.members_mail_ix
REINDEX TABLE app.members
REINDEX TABLE app.usage
REINDEX INDEX app.usage_at_ix
REINDEX SCHEMA billing
REINDEX (VERBOSE, TABLESPACE pg_default) TABLE app.tenants
ALTER INDEX app.members_last_ix SET (fillfactor = 60)
ALTER INDEX app.members_mail_ix ALTER COLUMN 1 SET STATISTICS 100
ALTER INDEX app.members_last_ix ALTER COLUMN 1 SET STATISTICS 100
ALTER TABLE app.members_last_ix SET (fillfactor = 60)
ALTER TABLE app.members_last_ix RENAME TO by_last
ALTER INDEX app.members RENAME TO people2
ALTER INDEX IF EXISTS app.nosuch_ix RENAME TO x
-- partition trees
ALTER TABLE app.usage ADD COLUMN unit text
ALTER TABLE app.usage ADD COLUMN unit text NOT NULL DEFAULT 'kb', ADD COLUMN key uuid DEFAULT gen_random_uuid()
ALTER TABLE ONLY app.usage ADD COLUMN unit text
ALTER TABLE app.usage_eu ADD COLUMN unit text
ALTER TABLE app.usage_us ADD CONSTRAINT small CHECK (amount < 1e6)
ALTER TABLE app.usage ALTER COLUMN metric TYPE varchar(60)
ALTER TABLE app.usage ALTER COLUMN metric TYPE text
ALTER TABLE app.usage_us ALTER COLUMN metric TYPE text
ALTER TABLE app.usage ALTER COLUMN amount TYPE numeric(16,4)
ALTER TABLE app.usage ALTER COLUMN amount TYPE numeric(16,6)
ALTER TABLE app.usage ALTER COLUMN region TYPE varchar(10)
ALTER TABLE app.usage_eu ALTER COLUMN at TYPE timestamp
ALTER TABLE app.usage ALTER COLUMN at TYPE timestamp
ALTER TABLE app.usage ALTER COLUMN note SET NOT NULL
ALTER TABLE ONLY app.usage ALTER COLUMN note SET NOT NULL
ALTER TABLE app.usage_eu ALTER COLUMN note SET NOT NULL
ALTER TABLE app.usage_us ALTER COLUMN metric DROP NOT NULL
ALTER TABLE app.usage ALTER COLUMN metric DROP NOT NULL
ALTER TABLE app.usage_us ALTER COLUMN amount DROP DEFAULT, ALTER COLUMN note SET DEFAULT 'us'
ALTER TABLE ONLY app.usage ALTER COLUMN note SET DEFAULT 'x'
ALTER TABLE app.usage DROP CONSTRAINT usage_amount_ck
ALTER TABLE ONLY app.usage DROP CONSTRAINT usage_amount_ck
ALTER TABLE app.usage_us DROP CONSTRAINT usage_amount_ck
ALTER TABLE app.usage DROP COLUMN note
ALTER TABLE ONLY app.usage DROP COLUMN note
ALTER TABLE app.usage DROP COLUMN region
ALTER TABLE app.usage RENAME COLUMN note TO remark
ALTER TABLE app.usage_us RENAME COLUMN note TO remark
ALTER TABLE app.usage RENAME CONSTRAINT usage_amount_ck TO amount_ck
ALTER TABLE app.usage ADD PRIMARY KEY (tenant_id, at, metric)
ALTER TABLE app.usage ADD PRIMARY KEY (tenant_id, at, metric, region)
ALTER TABLE app.usage_us ADD PRIMARY KEY (tenant_id, at)
ALTER TABLE app.usage_eu ADD UNIQUE (tenant_id, at, metric)
ALTER TABLE ONLY app.usage ADD UNIQUE (tenant_id, at, metric, region)
ALTER TABLE app.usage ADD FOREIGN KEY (tenant_id) REFERENCES app.tenants
ALTER TABLE app.usage ADD FOREIGN KEY (tenant_id) REFERENCES app.tenants NOT VALID
ALTER TABLE app.usage_eu ADD FOREIGN KEY (tenant_id) REFERENCES app.tenants
ALTER TABLE app.usage ADD CHECK (metric <> '') NOT VALID
ALTER TABLE app.usage ADD CHECK (metric <> '') NO INHERIT
ALTER TABLE app.usage SET (fillfactor = 70)
ALTER TABLE app.usage_us SET (fillfactor = 70)
ALTER TABLE app.usage SET UNLOGGED
ALTER TABLE app.usage_us SET UNLOGGED
ALTER TABLE app.usage SET ACCESS METHOD heap
ALTER TABLE app.usage_us SET ACCESS METHOD heap
ALTER TABLE app.usage SET TABLESPACE pg_default
ALTER TABLE app.usage_us SET TABLESPACE pg_default
ALTER TABLE app.usage CLUSTER ON usage_at_ix
ALTER TABLE app.usage ENABLE ROW LEVEL SECURITY
ALTER TABLE app.usage REPLICA IDENTITY NOTHING
ALTER TABLE app.usage ALTER COLUMN note SET STATISTICS 10
ALTER TABLE app.usage ALTER COLUMN note SET STORAGE MAIN
ALTER TABLE app.usage_eu ATTACH PARTITION app.usage_eu_2026 FOR VALUES FROM ('2026-01-01 00:00+00') TO ('2027-01-01 00:00+00')
ALTER TABLE app.usage_eu ATTACH PARTITION app.usage_eu_2026 FOR VALUES FROM ('2025-06-01 00:00+00') TO ('2027-01-01 00:00+00')
ALTER TABLE app.usage_eu ATTACH PARTITION app.usage_eu_2026 DEFAULT
ALTER TABLE app.usage ATTACH PARTITION app.usage_asia FOR VALUES IN ('jp', 'kr')
ALTER TABLE app.usage ATTACH PARTITION app.usage_asia FOR VALUES IN ('ca')
ALTER TABLE app.usage ATTACH PARTITION app.usage_asia FOR VALUES FROM ('a') TO ('b')
ALTER TABLE app.usage ATTACH PARTITION app.usage_asia DEFAULT
ALTER TABLE app.usage ATTACH PARTITION app.tenants FOR VALUES IN ('x')
ALTER TABLE app.usage DETACH PARTITION app.usage_us
ALTER TABLE app.usage DETACH PARTITION app.usage_eu
ALTER TABLE app.usage DETACH PARTITION app.usage_rest
ALTER TABLE app.usage DETACH PARTITION app.usage_eu_2024
ALTER TABLE app.usage DETACH PARTITION app.usage_us CONCURRENTLY
ALTER TABLE app.usage DETACH PARTITION app.usage_us FINALIZE
ALTER TABLE app.usage_eu DETACH PARTITION app.usage_eu_2024
CREATE TABLE app.usage_eu_2027 PARTITION OF app.usage_eu FOR VALUES FROM ('2027-01-01 00:00+00') TO ('2028-01-01 00:00+00')
CREATE TABLE app.usage_eu_x PARTITION OF app.usage_eu DEFAULT
CREATE TABLE app.usage_br PARTITION OF app.usage FOR VALUES IN ('br')
CREATE TABLE app.usage_br PARTITION OF app.usage (CONSTRAINT few CHECK (amount < 10), note DEFAULT 'br') FOR VALUES IN ('br') PARTITION BY HASH (tenant_id)
CREATE TABLE app.usage_br PARTITION OF app.usage FOR VALUES IN ('us')
CREATE TABLE app.usage_br PARTITION OF app.usage FOR VALUES IN (NULL)
CREATE INDEX ON app.usage (tenant_id, metric)
CREATE INDEX ON ONLY app.usage (tenant_id, metric)
CREATE INDEX ON app.usage_eu (metric)
CREATE INDEX CONCURRENTLY ON app.usage (metric)
CREATE UNIQUE INDEX ON app.usage (tenant_id, at)
DROP INDEX app.usage_at_ix
DROP INDEX app.usage_us_at_idx
DROP TABLE app.usage_us
DROP TABLE app.usage_eu
DROP TABLE app.usage
TRUNCATE app.usage
TRUNCATE ONLY app.usage
CREATE TRIGGER stamp AFTER INSERT ON app.usage FOR EACH ROW EXECUTE FUNCTION app.touch()
CREATE TRIGGER stamp BEFORE INSERT ON app.usage_us FOR EACH ROW EXECUTE FUNCTION app.touch()
ALTER TABLE billing.accounts ADD COLUMN iban text, ADD CONSTRAINT iban_uq UNIQUE (account_id, iban)
ALTER TABLE billing.accounts ALTER COLUMN account_id TYPE int
ALTER TABLE billing.accounts_0 ALTER COLUMN account_id DROP NOT NULL
ALTER TABLE billing.accounts DROP CONSTRAINT accounts_pkey
ALTER TABLE billing.accounts DETACH PARTITION billing.accounts_0
CREATE TABLE billing.accounts_2 PARTITION OF billing.accounts FOR VALUES WITH (MODULUS 4, REMAINDER 1)
DROP TABLE billing.accounts_0
DROP TABLE billing.accounts_0 CASCADE
TRUNCATE billing.accounts
TRUNCATE billing.accounts CASCADE
ALTER TABLE billing.months DETACH PARTITION billing.months_2024
ALTER TABLE billing.months ATTACH PARTITION billing.months_2026 FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')
CREATE TABLE billing.months_2027 PARTITION OF billing.months FOR VALUES FROM ('2027-01-01') TO ('2028-01-01')
DROP TABLE billing.months_2024
ALTER TABLE billing.months ALTER COLUMN total TYPE numeric(14,2)
ALTER TABLE billing.months ALTER COLUMN total SET NOT NULL, ADD CHECK (total >= 0)
ALTER TABLE billing.months DROP CONSTRAINT months_tenant_id_fkey
ALTER TABLE billing.months_2024 DROP CONSTRAINT months_tenant_id_fkey
ALTER TABLE billing.invoices ADD CONSTRAINT again FOREIGN KEY (account_id) REFERENCES billing.accounts ON DELETE CASCADE
ALTER TABLE billing.invoices ALTER COLUMN amount TYPE bigint, ALTER COLUMN amount SET DEFAULT 0
ALTER TABLE billing.invoices ALTER COLUMN amount TYPE app.cents
ALTER TABLE billing.invoices ALTER COLUMN amount TYPE money
ALTER TABLE billing.invoices ALTER COLUMN paid TYPE int USING paid::int
ALTER TABLE billing.invoices ALTER COLUMN paid TYPE text
ALTER TABLE billing.invoices ALTER COLUMN due TYPE interval(0)
ALTER TABLE billing.invoices ALTER COLUMN due TYPE interval day to second
ALTER TABLE billing.invoices ALTER COLUMN due TYPE time
ALTER TABLE billing.invoices ALTER COLUMN invoice_id TYPE bigint
ALTER TABLE billing.invoices ALTER COLUMN invoice_id DROP DEFAULT, ALTER COLUMN invoice_id ADD GENERATED ALWAYS AS IDENTITY
ALTER TABLE billing.invoices ALTER COLUMN remark TYPE varchar(400)
ALTER TABLE billing.invoices ALTER COLUMN remark TYPE char(200)
ALTER TABLE billing.invoices ALTER COLUMN remark TYPE text USING trim(remark)
ALTER TABLE billing.invoices ALTER COLUMN remark TYPE text USING remark
ALTER TABLE billing.invoices ALTER COLUMN month TYPE text USING to_char(month, 'YYYY-MM')
ALTER TABLE billing.invoices DROP CONSTRAINT invoices_month_fk, DROP CONSTRAINT invoices_account_id_fkey
ALTER TABLE billing.invoices DROP COLUMN month
-- inheritance
ALTER TABLE billing.entry ADD COLUMN by text DEFAULT current_user
ALTER TABLE ONLY billing.entry ADD COLUMN by text
ALTER TABLE billing.refund ADD COLUMN memo varchar(50)
ALTER TABLE billing.refund ADD COLUMN method text
ALTER TABLE billing.entry ADD COLUMN reason text
ALTER TABLE billing.entry ADD COLUMN reason int
ALTER TABLE billing.entry ALTER COLUMN memo TYPE text
ALTER TABLE ONLY billing.entry ALTER COLUMN memo TYPE text
ALTER TABLE billing.refund ALTER COLUMN memo TYPE text
ALTER TABLE billing.entry ALTER COLUMN amount TYPE numeric(10,2)
ALTER TABLE billing.entry ALTER COLUMN memo SET NOT NULL
ALTER TABLE ONLY billing.entry ALTER COLUMN memo SET NOT NULL
ALTER TABLE billing.entry ALTER COLUMN booked DROP NOT NULL
ALTER TABLE billing.payment ALTER COLUMN booked DROP NOT NULL
ALTER TABLE billing.entry DROP CONSTRAINT entry_amount_check
ALTER TABLE billing.payment DROP CONSTRAINT entry_amount_check
ALTER TABLE billing.entry ADD CONSTRAINT memo_ck CHECK (memo <> 'x')
ALTER TABLE billing.entry ADD CONSTRAINT memo_ck CHECK (memo <> 'x') NO INHERIT
ALTER TABLE ONLY billing.entry ADD CONSTRAINT memo_ck CHECK (memo <> 'x')
ALTER TABLE billing.entry DROP COLUMN amount
ALTER TABLE billing.entry RENAME COLUMN amount TO sum
ALTER TABLE billing.refund RENAME COLUMN amount TO sum
ALTER TABLE billing.payment NO INHERIT billing.entry
ALTER TABLE billing.chargeback NO INHERIT billing.entry
ALTER TABLE billing.chargeback INHERIT billing.payment
ALTER TABLE billing.entry INHERIT billing.chargeback
ALTER TABLE app.points ADD COLUMN z int
ALTER TABLE app.points NOT OF
ALTER TABLE app.points ALTER COLUMN lat SET NOT NULL, ADD PRIMARY KEY (lat, lon)
DROP TABLE billing.refund
DROP TABLE billing.entry CASCADE
TRUNCATE billing.entry
TRUNCATE ONLY billing.entry
LOCK TABLE billing.entry IN SHARE MODE
LOCK TABLE ONLY billing.entry, app.usage
LOCK TABLE app.people IN ROW EXCLUSIVE MODE
LOCK TABLE app.totals
CREATE INDEX ON billing.entry (booked)
-- types and domains
ALTER TYPE app.geo ADD ATTRIBUTE alt real
ALTER TYPE app.geo ADD ATTRIBUTE alt real CASCADE
ALTER TYPE app.geo ALTER ATTRIBUTE lat TYPE real
ALTER TYPE app.geo ALTER ATTRIBUTE lat TYPE real CASCADE
ALTER TYPE app.geo RENAME ATTRIBUTE lat TO latitude
ALTER TYPE app.geo RENAME ATTRIBUTE lat TO latitude CASCADE
ALTER TYPE app.contact DROP ATTRIBUTE phone
ALTER TYPE app.contact ALTER ATTRIBUTE phone TYPE text
ALTER TYPE app.contact ADD ATTRIBUTE fax text, DROP ATTRIBUTE IF EXISTS telex
ALTER TYPE app.plan ADD VALUE 'pro' AFTER 'team'
ALTER TYPE app.plan ADD VALUE IF NOT EXISTS 'team'
ALTER TYPE app.plan RENAME VALUE 'free' TO 'gratis'
ALTER TYPE app.plan RENAME VALUE 'nosuch' TO 'x'
ALTER TYPE app.plan SET SCHEMA billing
DROP TYPE app.plan
DROP TYPE app.contact CASCADE
DROP TYPE app.geo
ALTER DOMAIN app.slug ADD CONSTRAINT no_dash CHECK (VALUE NOT LIKE '-%')
ALTER DOMAIN app.slug ADD CONSTRAINT no_dash CHECK (VALUE NOT LIKE '-%') NOT VALID
ALTER DOMAIN app.slug SET NOT NULL
ALTER DOMAIN app.slug DROP NOT NULL
ALTER DOMAIN app.label SET NOT NULL
ALTER DOMAIN app.label ADD CHECK (VALUE <> '')
ALTER DOMAIN app.label SET DEFAULT 'unnamed'
ALTER DOMAIN app.cents DROP NOT NULL
ALTER DOMAIN app.cents DROP CONSTRAINT cents_check
ALTER DOMAIN app.cents DROP CONSTRAINT nosuch
ALTER DOMAIN app.short_slug VALIDATE CONSTRAINT short_enough
ALTER DOMAIN app.short_slug RENAME CONSTRAINT short_enough TO brief
ALTER DOMAIN app.tag_list ADD CHECK (cardinality(VALUE) < 10)
ALTER DOMAIN app.percent ADD NOT NULL
ALTER DOMAIN app.nosuch SET DEFAULT 1
DROP DOMAIN app.slug
DROP DOMAIN app.percent
CREATE DOMAIN app.vat AS text COLLATE "C" CONSTRAINT form CHECK (VALUE ~ '^[A-Z]{2}')
CREATE TYPE app.plan AS ENUM ('x')
CREATE TYPE app.span AS RANGE (subtype = int)
-- other tables
CREATE TABLE app.roles (LIKE app.members INCLUDING DEFAULTS INCLUDING CONSTRAINTS)
CREATE TABLE app.roles (LIKE app.members INCLUDING ALL EXCLUDING INDEXES, extra int)
CREATE TABLE app.archive AS SELECT * FROM app.members WHERE false
CREATE TABLE app.archive AS TABLE app.usage WITH NO DATA
CREATE TABLE app.archive (a, b) AS SELECT tenant_id FROM app.tenants
CREATE TABLE app.archive (a, b, c) AS SELECT tenant_id, slug FROM app.tenants
CREATE TABLE IF NOT EXISTS app.tenants AS SELECT 1 AS x
SELECT * INTO app.archive FROM app.people
CREATE TABLE app.child (more int) INHERITS (app.tenants)
CREATE TABLE app.audit (id bigint GENERATED ALWAYS AS IDENTITY, tenant int REFERENCES app.tenants, member bigint, at timestamptz DEFAULT now(), FOREIGN KEY (tenant, member) REFERENCES app.members)
CREATE TABLE app.audit (id int, tenant int REFERENCES app.members)
CREATE TABLE app.audit (id int PRIMARY KEY, account bigint REFERENCES billing.accounts, month date) PARTITION BY RANGE (month)
CREATE TABLE app.audit (p app.point)
CREATE TABLE app.other_points OF app.geo (lat WITH OPTIONS NOT NULL, PRIMARY KEY (lat))
CREATE TEMP TABLE scratch ON COMMIT DROP AS SELECT slug FROM app.tenants
CREATE UNLOGGED TABLE app.cache PARTITION OF app.usage FOR VALUES IN ('cache')
ALTER TABLE app.people RENAME TO persons
ALTER TABLE app.people RENAME COLUMN mail TO email
ALTER TABLE app.people ALTER COLUMN mail SET DEFAULT 'x'
ALTER TABLE app.people ADD COLUMN x int
ALTER TABLE app.people OWNER TO CURRENT_USER
ALTER VIEW app.people SET (security_barrier)
ALTER VIEW app.paid RESET (check_option)
ALTER TABLE app.totals RENAME TO sums
ALTER TABLE app.totals ALTER COLUMN amount SET STATISTICS 10
ALTER TABLE app.totals ADD COLUMN x int
ALTER TABLE app.totals SET TABLESPACE pg_default
ALTER MATERIALIZED VIEW app.totals CLUSTER ON totals_tenant_ix
ALTER MATERIALIZED VIEW app.totals ALTER COLUMN amount TYPE int
REFRESH MATERIALIZED VIEW app.totals
REFRESH MATERIALIZED VIEW CONCURRENTLY app.totals
REFRESH MATERIALIZED VIEW app.totals WITH NO DATA
REFRESH MATERIALIZED VIEW CONCURRENTLY app.totals WITH NO DATA
REFRESH MATERIALIZED VIEW app.people
CREATE OR REPLACE VIEW app.people AS SELECT tenant_id, member_id, display, mail, age FROM app.members
CREATE OR REPLACE VIEW app.people AS SELECT tenant_id, member_id, mail, display FROM app.members
DROP VIEW app.people, app.paid
DROP VIEW app.totals
DROP MATERIALIZED VIEW app.totals
CLUSTER app.members USING members_mail_uq
CLUSTER app.members USING members_last_ix
CLUSTER app.members
CLUSTER app.usage USING usage_at_ix
CLUSTER app.totals USING totals_tenant_ix
VACUUM FULL app.members
VACUUM (ANALYZE) app.members
ANALYZE app.usage
ANALYZE app.members (age, mail)
ALTER SEQUENCE app.ticket_no AS int
ALTER SEQUENCE app.ticket_no OWNED BY app.tenants.seats
ALTER SEQUENCE app.tenants_tenant_id_seq OWNED BY NONE
ALTER SEQUENCE app.members_member_id_seq RESTART
ALTER TABLE app.ticket_no RENAME TO tickets
ALTER TABLE app.ticket_no SET LOGGED
ALTER SEQUENCE billing.invoices_invoice_id_seq AS bigint CACHE 50
DROP SEQUENCE billing.invoices_invoice_id_seq
DROP SEQUENCE app.tenants_tenant_id_seq
DROP SEQUENCE app.ticket_no
ALTER PUBLICATION out ADD TABLE app.usage
ALTER PUBLICATION out DROP TABLE app.members
ALTER PUBLICATION out SET TABLE app.tenants WHERE (seats > 1)
ALTER PUBLICATION out SET TABLE app.tenants (tenant_id, slug)
ALTER PUBLICATION out ADD TABLE app.people
ALTER PUBLICATION out ADD TABLE app.members
CREATE PUBLICATION all_of FOR ALL TABLES
CREATE PUBLICATION app_of FOR TABLES IN SCHEMA app
COMMENT ON TABLE app.usage IS 'What was used'
COMMENT ON COLUMN app.members.nosuch IS 'x'
COMMENT ON CONSTRAINT members_age_ck ON app.members IS 'Grown enough'
COMMENT ON INDEX app.members_last_ix IS 'x'
COMMENT ON POLICY adults ON app.members IS 'x'
COMMENT ON TRIGGER members_touch ON app.members IS 'x'
GRANT SELECT ON app.members, app.usage TO PUBLIC
GRANT SELECT (mail) ON app.members TO PUBLIC
REVOKE ALL ON ALL TABLES IN SCHEMA app FROM PUBLIC
GRANT USAGE ON SEQUENCE app.ticket_no TO PUBLIC
ALTER DEFAULT PRIVILEGES IN SCHEMA app GRANT SELECT ON TABLES TO PUBLIC
CREATE STATISTICS app.s (ndistinct) ON mail, age FROM app.members
CREATE STATISTICS app.s ON (lower(mail)) FROM app.members
CREATE STATISTICS app.s ON mail FROM app.members
ALTER STATISTICS app.members_names SET STATISTICS 200
DROP STATISTICS app.members_names
CREATE RULE r AS ON INSERT TO app.people DO INSTEAD INSERT INTO app.members (tenant_id, mail) VALUES (NEW.tenant_id, NEW.mail)
CREATE RULE r AS ON SELECT TO app.tenants DO INSTEAD SELECT 1
DROP RULE no_delete ON billing.entry
ALTER RULE no_delete ON billing.entry RENAME TO keep
ALTER TABLE billing.entry DISABLE RULE no_delete
ALTER TRIGGER members_touch ON app.members RENAME TO touch
DROP TRIGGER members_touch ON app.members
DROP TRIGGER nosuch ON app.members
CREATE TRIGGER t BEFORE UPDATE OF nosuch ON app.members FOR EACH ROW EXECUTE FUNCTION app.touch()
CREATE TRIGGER t INSTEAD OF INSERT ON app.people FOR EACH ROW EXECUTE FUNCTION app.touch()
CREATE TRIGGER t BEFORE TRUNCATE ON app.members FOR EACH ROW EXECUTE FUNCTION app.touch()
CREATE CONSTRAINT TRIGGER t AFTER INSERT ON app.members FROM app.tenants DEFERRABLE FOR EACH ROW EXECUTE FUNCTION app.touch()
DROP FUNCTION app.tenant()
DROP FUNCTION app.touch
DROP FUNCTION app.touch CASCADE
DROP FUNCTION app.initials(text)
CREATE OR REPLACE FUNCTION app.initials(name text) RETURNS varchar LANGUAGE sql IMMUTABLE AS $$ SELECT upper(left(name, 2)) $$
ALTER FUNCTION app.initials(text) STABLE
DROP SCHEMA app
DROP SCHEMA billing CASCADE
ALTER SCHEMA app RENAME TO application
CREATE SCHEMA extra CREATE TABLE t (a int) CREATE INDEX ON t (a)
-- rows
INSERT INTO app.members (member_id, tenant_id, mail) VALUES (1, 1, 'x')
INSERT INTO app.members (tenant_id, mail, display) VALUES (1, 'x', 'y')
INSERT INTO app.usage SELECT * FROM app.usage_asia
INSERT INTO app.people (tenant_id, mail) SELECT 1, 'x' WHERE false
INSERT INTO app.members (tenant_id, mail) SELECT 1, 'x' WHERE false ON CONFLICT (mail) DO NOTHING
UPDATE app.members m SET age = t.seats FROM app.tenants t WHERE t.tenant_id = m.tenant_id
UPDATE app.members SET display = 'x'
UPDATE app.members SET nosuch = 1
DELETE FROM billing.entry WHERE id = 1
DELETE FROM ONLY billing.refund USING billing.payment p WHERE p.id = refund.id
DELETE FROM app.tenants WHERE tenant_id NOT IN (SELECT tenant_id FROM app.members)
WITH gone AS (DELETE FROM app.usage_us RETURNING *) INSERT INTO app.usage_asia SELECT * FROM gone
WITH t AS (SELECT * FROM app.tenants FOR UPDATE) SELECT * FROM t
MERGE INTO app.members m USING app.tenants t ON m.tenant_id = t.tenant_id WHEN MATCHED THEN UPDATE SET age = 20 WHEN NOT MATCHED THEN DO NOTHING
MERGE INTO app.usage u USING app.usage_asia a ON u.at = a.at WHEN NOT MATCHED THEN INSERT (tenant_id, at, region, metric) VALUES (a.tenant_id, a.at, a.region, a.metric)
MERGE INTO app.people p USING app.tenants t ON p.tenant_id = t.tenant_id WHEN MATCHED THEN DELETE
MERGE INTO app.members m USING app.tenants t ON m.tenant_id = t.tenant_id WHEN MATCHED THEN DELETE RETURNING m.mail
SELECT count(*) FROM app.usage u JOIN app.tenants t USING (tenant_id) WHERE t.plan = 'team'
SELECT * FROM app.members WHERE age = 'old'
SELECT mail FROM app.members WHERE home.lat > 3
SELECT (home).lat FROM app.members FOR NO KEY UPDATE SKIP LOCKED
SELECT tenant_id FROM app.tenants ORDER BY nosuch
EXPLAIN UPDATE app.tenants SET seats = 1
-- once more, after what was wrong with those above had been mended
ALTER TABLE app.tenants ALTER COLUMN contact SET NOT NULL, DROP COLUMN settings, ADD CONSTRAINT c CHECK ((contact).mail IS NOT NULL)
ALTER TABLE app.tenants ADD CONSTRAINT tags_ck CHECK (tags @> '{a}') NOT VALID
ALTER TABLE app.tenants ALTER COLUMN slug DROP NOT NULL, ALTER COLUMN slug SET DEFAULT 'x'
ALTER TABLE app.tenants ALTER COLUMN plan SET DEFAULT 'gold'
ALTER TABLE app.tenants ALTER COLUMN seats SET DEFAULT 1.5, ALTER COLUMN seats TYPE numeric(4,1)
ALTER TABLE app.tenants ADD COLUMN a int[] NOT NULL DEFAULT ARRAY[1,2]
ALTER TABLE app.tenants ADD COLUMN a jsonb NOT NULL DEFAULT '{"x": 1}'::jsonb
ALTER TABLE app.tenants ADD COLUMN a char(2) DEFAULT 'abc'
ALTER TABLE app.tenants ADD COLUMN a numeric(3,1) DEFAULT 99.99
ALTER TABLE app.tenants ADD COLUMN a date DEFAULT '2024-02-30'
ALTER TABLE app.tenants ADD COLUMN a timestamptz DEFAULT date_trunc('day', now())
ALTER TABLE app.tenants ADD COLUMN a text DEFAULT lower('ABC') || current_user
ALTER TABLE app.tenants ADD COLUMN a int DEFAULT floor(random() * 10)
ALTER TABLE app.tenants ADD COLUMN a app.geo DEFAULT ROW(1, 2)
ALTER TABLE app.tenants ADD COLUMN a app.plan NOT NULL DEFAULT 'team', ADD COLUMN b app.plan[]
ALTER TABLE app.members ALTER COLUMN mail TYPE citext
ALTER TABLE app.members ALTER COLUMN mail TYPE varchar(300), ALTER COLUMN last_name TYPE varchar(50)
ALTER TABLE app.members ALTER COLUMN token TYPE varchar(36) USING token::text
ALTER TABLE app.members ALTER COLUMN changed TYPE date USING changed::date
ALTER TABLE app.members ALTER COLUMN login_from TYPE inet USING set_masklen(login_from, 24)
ALTER TABLE app.members DROP CONSTRAINT members_pkey
ALTER TABLE app.members DROP CONSTRAINT members_mail_uq, ADD CONSTRAINT members_mail_uq UNIQUE (mail)
ALTER TABLE app.members ADD CONSTRAINT x UNIQUE (tenant_id, token) DEFERRABLE
ALTER TABLE app.members ADD CHECK (display IS NOT NULL)
ALTER TABLE app.members ADD CHECK (first_name <> last_name AND length(mail) > 3)
ALTER TABLE app.members ADD CHECK (age > '18')
ALTER TABLE app.members ADD CHECK (mail > 18)
ALTER TABLE app.members RENAME COLUMN tenant_id TO tenant
ALTER TABLE app.members RENAME COLUMN display TO shown
ALTER TABLE app.members RENAME CONSTRAINT members_pkey TO members_pk
ALTER TABLE app.members ALTER COLUMN member_id DROP IDENTITY IF EXISTS, ALTER COLUMN member_id SET DEFAULT 1
ALTER TABLE app.members ALTER member_id SET GENERATED BY DEFAULT
ALTER TABLE app.usage ADD CONSTRAINT k UNIQUE (region, at)
ALTER TABLE app.usage ADD CONSTRAINT k CHECK (note <> '' ), ALTER COLUMN note SET NOT NULL
ALTER TABLE app.usage DROP CONSTRAINT usage_amount_ck, DROP COLUMN note
ALTER TABLE app.usage_eu DROP COLUMN note
ALTER TABLE app.usage_us ALTER COLUMN region DROP NOT NULL
ALTER TABLE app.usage_us ALTER COLUMN note SET NOT NULL
ALTER TABLE app.usage_us RENAME TO usage_na
ALTER TABLE app.usage_us SET SCHEMA billing
ALTER TABLE app.usage_us NO INHERIT app.usage
ALTER TABLE app.usage_us INHERIT billing.entry
ALTER TABLE app.usage_us ADD FOREIGN KEY (tenant_id) REFERENCES app.tenants NOT VALID
ALTER TABLE app.usage_us REPLICA IDENTITY FULL
ALTER TABLE app.usage_eu_2024 ADD CHECK (at >= '2024-01-01')
ALTER TABLE app.usage_eu_2026 ADD PRIMARY KEY (tenant_id, at)
ALTER TABLE app.usage ATTACH PARTITION app.usage_eu_2026 FOR VALUES IN ('cn')
CREATE TABLE app.usage_x PARTITION OF app.usage FOR VALUES IN ('x', 'y') PARTITION BY LIST (metric)
CREATE TABLE app.usage_x PARTITION OF app.usage (PRIMARY KEY (tenant_id)) FOR VALUES IN ('x')
CREATE TABLE app.usage_x PARTITION OF app.usage_us FOR VALUES IN ('us')
CREATE UNIQUE INDEX ON app.usage (region, at, tenant_id)
CREATE INDEX ON app.usage USING brin (at timestamptz_minmax_ops)
CREATE INDEX ON app.usage (metric) WHERE amount > 100
CREATE INDEX ON app.usage_eu_2025 (note)
DROP INDEX app.usage_eu_at_idx
CREATE TABLE billing.accounts_x PARTITION OF billing.accounts DEFAULT
ALTER TABLE billing.accounts ADD FOREIGN KEY (tenant_id) REFERENCES app.tenants ON DELETE CASCADE
ALTER TABLE billing.accounts ALTER COLUMN opened SET DEFAULT CURRENT_DATE
ALTER TABLE billing.accounts_1 ADD UNIQUE (account_id, opened)
ALTER TABLE billing.invoices ALTER COLUMN account_id TYPE int
ALTER TABLE billing.invoices ALTER COLUMN tenant_id TYPE bigint
ALTER TABLE billing.invoices ADD COLUMN parent int REFERENCES billing.invoices ON DELETE CASCADE NOT VALID
ALTER TABLE billing.invoices DROP COLUMN amount
ALTER TABLE billing.invoices DROP COLUMN paid CASCADE
ALTER TABLE billing.invoices RENAME COLUMN paid TO settled
DROP TABLE billing.invoices
DROP TABLE billing.months
DROP TABLE billing.months CASCADE
ALTER TABLE billing.payment ADD CONSTRAINT entry_amount_check CHECK (amount > 0)
ALTER TABLE billing.payment ALTER COLUMN amount SET NOT NULL
ALTER TABLE billing.payment INHERIT billing.entry
ALTER TABLE billing.entry ADD UNIQUE (memo)
ALTER TABLE billing.entry ADD FOREIGN KEY (id) REFERENCES billing.invoices
ALTER TABLE billing.entry ALTER COLUMN amount SET DEFAULT 0, ALTER COLUMN amount SET NOT NULL
CREATE TABLE app.t (a int, b int, CHECK (a > b), EXCLUDE (a WITH =))
CREATE TABLE app.t (LIKE app.usage INCLUDING ALL) PARTITION BY RANGE (at)
CREATE TABLE app.t (x int) INHERITS (billing.entry, app.tenants)
CREATE TABLE app.t (amount text) INHERITS (billing.entry)
CREATE TABLE app.t (a int REFERENCES app.tenants (slug))
CREATE TABLE app.t (a text REFERENCES app.tenants (slug) ON DELETE SET DEFAULT DEFERRABLE)
CREATE TABLE app.t (a int GENERATED ALWAYS AS (1) STORED, b serial, c int GENERATED BY DEFAULT AS IDENTITY)
CREATE VIEW app.v AS SELECT mail, nosuch FROM app.members
CREATE VIEW app.v AS SELECT u.*, t.name FROM app.usage u LEFT JOIN app.tenants t ON t.tenant_id = u.tenant_id WHERE t.plan = 'free'
CREATE MATERIALIZED VIEW app.m AS SELECT region, count(*) FROM app.usage GROUP BY 1
UPDATE app.people SET mail = 'x' WHERE member_id = 1
DELETE FROM app.paid
UPDATE app.totals SET amount = 1
INSERT INTO app.tenants (slug, name) VALUES ('a', 'b'), ('c')
INSERT INTO app.tenants (slug, name, tenant_id) VALUES ('a', 'b', 1) RETURNING tenant_id
DELETE FROM app.members WHERE nosuch = 1
UPDATE app.members SET age = 'x'
SELECT t.slug, m.mail FROM app.tenants t LEFT JOIN app.members m ON m.tenant = t.tenant_id
WITH d AS (UPDATE app.tenants SET seats = 1 RETURNING tenant_id) SELECT * FROM app.members JOIN d USING (tenant_id)
SELECT * FROM (SELECT * FROM app.tenants FOR UPDATE) x
SELECT * FROM app.tenants WHERE tenant_id IN (SELECT tenant_id FROM app.usage) FOR KEY SHARE
ALTER DOMAIN app.label ADD CONSTRAINT l CHECK (length(VALUE) > nosuch)
ALTER DOMAIN app.cents SET DEFAULT 0
ALTER DOMAIN app.label RENAME CONSTRAINT nosuch TO x
CREATE DOMAIN app.d AS app.slug DEFAULT 'x' NOT NULL CHECK (VALUE <> 'y')
CREATE DOMAIN app.d AS int DEFAULT 'x'
ALTER TYPE app.plan ADD VALUE 'x' BEFORE 'free'
ALTER TYPE app.geo OWNER TO CURRENT_USER
DROP TYPE app.plan CASCADE
DROP DOMAIN app.label CASCADE
CREATE TRIGGER a AFTER UPDATE ON app.members REFERENCING NEW TABLE AS n FOR EACH STATEMENT EXECUTE FUNCTION app.touch()
CREATE TRIGGER a AFTER UPDATE ON app.usage REFERENCING NEW TABLE AS n FOR EACH ROW EXECUTE FUNCTION app.touch()
CREATE OR REPLACE TRIGGER members_touch BEFORE UPDATE ON app.members FOR EACH ROW EXECUTE FUNCTION app.touch()
CREATE TRIGGER a BEFORE INSERT ON app.members FOR EACH ROW WHEN (NEW.age > 10) EXECUTE FUNCTION app.touch()
CREATE TRIGGER a BEFORE INSERT ON app.members FOR EACH ROW WHEN (OLD.age > 10) EXECUTE FUNCTION app.touch()
ALTER TABLE app.sessions ADD COLUMN m int REFERENCES app.tenants, SET LOGGED
ALTER TABLE app.tenants ADD COLUMN s text REFERENCES app.sessions
LOCK TABLE app.usage_eu IN SHARE ROW EXCLUSIVE MODE
ANALYZE billing.entry
DROP PUBLICATION out
ALTER PUBLICATION out SET (publish = 'insert')
ALTER PUBLICATION out RENAME TO out2
ALTER TABLE app.usage DROP CONSTRAINT IF EXISTS nosuch
ALTER TABLE ONLY app.usage DROP CONSTRAINT IF EXISTS nosuch
ALTER TABLE billing.entry DROP CONSTRAINT IF EXISTS nosuch
ALTER TABLE app.usage_eu DROP CONSTRAINT IF EXISTS nosuch
ALTER TABLE ONLY billing.entry DROP CONSTRAINT entry_amount_check
TRUNCATE app.usage_eu, billing.entry RESTART IDENTITY
DELETE FROM app.usage_us
UPDATE app.usage_us SET note = 'x'
UPDATE app.usage_eu SET note = 'x' WHERE tenant_id = 1
