ALTER TABLE app.users ADD COLUMN nick text DEFAULT substr(md5('a'), 1, 4)
ALTER TABLE app.users ADD COLUMN token uuid NOT NULL DEFAULT gen_random_uuid()
ALTER TABLE app.users ADD COLUMN token bytea DEFAULT gen_random_bytes(8)
ALTER TABLE app.users ADD COLUMN token text DEFAULT encode('abc'::bytea, 'hex')
ALTER TABLE app.users ADD COLUMN mail2 app.email
ALTER TABLE app.users ADD COLUMN mail2 app.email DEFAULT 'a@b'
ALTER TABLE app.users ADD COLUMN cents2 app.cents
ALTER TABLE app.users ADD COLUMN tier app.plan_tier NOT NULL DEFAULT 'pro'
ALTER TABLE app.users ADD COLUMN slug text GENERATED ALWAYS AS (app.slug(display_name)) STORED
ALTER TABLE app.users ADD COLUMN slug text DEFAULT app.slug('Hello')
ALTER TABLE app.users ADD COLUMN ts timestamptz DEFAULT statement_timestamp()
ALTER TABLE app.users ADD COLUMN ts timestamptz DEFAULT transaction_timestamp() + interval '1 day'
ALTER TABLE app.users ADD COLUMN ts text DEFAULT localtime::text
ALTER TABLE app.users ADD COLUMN manager bigint CONSTRAINT mgr REFERENCES app.users ON DELETE SET NULL NOT VALID
ALTER TABLE app.users ADD COLUMN manager bigint REFERENCES app.users DEFERRABLE
ALTER TABLE app.users ADD COLUMN a int CONSTRAINT nn NOT NULL DEFAULT 0 CONSTRAINT pos CHECK (a >= 0)
ALTER TABLE app.users ALTER COLUMN legacy_no TYPE integer
ALTER TABLE app.users ALTER COLUMN phone TYPE varchar(64)
ALTER TABLE app.users ALTER COLUMN phone TYPE text
ALTER TABLE app.users ALTER COLUMN phone TYPE varchar(16)
ALTER TABLE app.users ALTER COLUMN mail TYPE text
ALTER TABLE app.users ALTER COLUMN mail TYPE citext
ALTER TABLE app.users ALTER COLUMN balance TYPE bigint
ALTER TABLE app.users ALTER COLUMN balance TYPE numeric
ALTER TABLE app.users ALTER COLUMN display_name TYPE text
ALTER TABLE app.users ALTER COLUMN display_name TYPE varchar(80)
ALTER TABLE app.users ALTER COLUMN last_seen TYPE timestamptz USING last_seen AT TIME ZONE 'UTC'
ALTER TABLE app.users ALTER COLUMN last_seen TYPE timestamp(0)
ALTER TABLE app.users ALTER COLUMN user_id TYPE integer
ALTER TABLE app.users ALTER COLUMN tenant_id TYPE text
ALTER TABLE app.users ALTER COLUMN tenant_id SET STORAGE MAIN
ALTER TABLE app.users ALTER COLUMN is_admin DROP NOT NULL, ALTER COLUMN is_admin DROP DEFAULT
ALTER TABLE app.users ALTER COLUMN last_seen SET NOT NULL
ALTER TABLE app.users VALIDATE CONSTRAINT users_seen_given
ALTER TABLE app.users VALIDATE CONSTRAINT users_legacy_pos, VALIDATE CONSTRAINT users_seen_given
ALTER TABLE app.users VALIDATE CONSTRAINT users_seen_given, ALTER COLUMN last_seen SET NOT NULL
ALTER TABLE app.users VALIDATE CONSTRAINT users_pkey
ALTER TABLE app.users VALIDATE CONSTRAINT users_tenant_fk
ALTER TABLE app.teams ALTER COLUMN quota SET NOT NULL
ALTER TABLE app.teams ALTER COLUMN quota TYPE numeric(10,2)
ALTER TABLE app.teams ALTER COLUMN quota TYPE numeric
ALTER TABLE app.teams ALTER COLUMN quota TYPE numeric(8,3)
ALTER TABLE app.teams ALTER COLUMN title TYPE varchar(120)
ALTER TABLE app.teams ALTER COLUMN title TYPE text
ALTER TABLE app.teams ALTER COLUMN title_key TYPE varchar(200)
ALTER TABLE app.teams ALTER COLUMN title_key DROP EXPRESSION
ALTER TABLE app.teams ALTER COLUMN id TYPE bigint
ALTER TABLE app.teams ALTER COLUMN parent TYPE bigint
ALTER TABLE app.teams DROP COLUMN title
ALTER TABLE app.teams DROP COLUMN title CASCADE
ALTER TABLE app.teams DROP COLUMN tenant
ALTER TABLE app.teams DROP COLUMN lead
ALTER TABLE app.teams DROP COLUMN quota, ADD COLUMN quota bigint
ALTER TABLE app.teams DROP CONSTRAINT teams_pkey
ALTER TABLE app.teams DROP CONSTRAINT teams_pkey CASCADE
ALTER TABLE app.teams DROP CONSTRAINT teams_parent_fkey
ALTER TABLE app.teams ADD CONSTRAINT no_self CHECK (parent IS DISTINCT FROM id)
ALTER TABLE app.teams ADD CONSTRAINT one_lead UNIQUE (lead) DEFERRABLE INITIALLY DEFERRED
ALTER TABLE app.teams ADD CONSTRAINT t UNIQUE USING INDEX teams_title_uq
ALTER TABLE app.teams ADD EXCLUDE USING btree (title WITH =)
ALTER TABLE app.teams ADD FOREIGN KEY (title) REFERENCES public.kv (k)
ALTER TABLE app.teams ADD FOREIGN KEY (title) REFERENCES public.kv (k) NOT VALID
ALTER TABLE app.teams ADD FOREIGN KEY (lead, tenant) REFERENCES app.users (user_id, tenant_id)
ALTER TABLE app.teams ALTER CONSTRAINT teams_lead_fkey DEFERRABLE
ALTER TABLE app.teams RENAME TO squads
ALTER TABLE app.teams RENAME title TO label
ALTER TABLE app.teams RENAME CONSTRAINT teams_pkey TO squads_pkey
ALTER TABLE app.teams SET SCHEMA audit
ALTER TABLE app.teams SET (autovacuum_enabled = off, fillfactor = 80)
ALTER TABLE app.teams RESET (fillfactor)
ALTER TABLE app.teams SET UNLOGGED
ALTER TABLE app.team_members SET UNLOGGED
ALTER TABLE app.teams SET ACCESS METHOD heap
ALTER TABLE app.teams SET TABLESPACE pg_default
ALTER TABLE app.teams CLUSTER ON teams_pkey
ALTER TABLE app.teams SET WITHOUT CLUSTER
ALTER TABLE app.teams REPLICA IDENTITY FULL
ALTER TABLE app.teams REPLICA IDENTITY USING INDEX teams_title_uq
ALTER TABLE app.teams DISABLE TRIGGER ALL
ALTER TABLE app.teams ENABLE REPLICA TRIGGER nosuch
ALTER TABLE app.tenants DISABLE TRIGGER tenants_touch
ALTER TABLE app.teams OWNER TO CURRENT_USER
ALTER TABLE app.users NO FORCE ROW LEVEL SECURITY
ALTER TABLE app.users FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY
ALTER TABLE app.tenants ALTER COLUMN tier TYPE text
ALTER TABLE app.tenants ALTER COLUMN tier DROP DEFAULT, ALTER COLUMN tier TYPE text
ALTER TABLE app.tenants ALTER COLUMN tier TYPE text USING tier::text, ALTER COLUMN tier SET DEFAULT 'free'
ALTER TABLE app.tenants ALTER COLUMN settings TYPE json
ALTER TABLE app.tenants ALTER COLUMN settings TYPE json USING settings::json
ALTER TABLE app.tenants ALTER COLUMN settings SET COMPRESSION pglz
ALTER TABLE app.tenants ALTER COLUMN name TYPE varchar(200)
ALTER TABLE app.tenants ALTER COLUMN name TYPE text
ALTER TABLE app.tenants DROP COLUMN name
ALTER TABLE app.tenants DROP COLUMN name CASCADE
ALTER TABLE app.tenants DROP COLUMN tenant_id CASCADE
ALTER TABLE app.tenants DROP COLUMN tier
ALTER TABLE app.tenants DROP COLUMN updated_at
ALTER TABLE app.tenants DROP CONSTRAINT tenants_pkey
ALTER TABLE app.tenants ALTER created_at SET DEFAULT clock_timestamp()
ALTER TABLE audit.entries ADD COLUMN ip inet
ALTER TABLE audit.entries ADD COLUMN ip inet DEFAULT '127.0.0.1'
ALTER TABLE audit.entries ADD COLUMN n serial
ALTER TABLE audit.entries ADD CONSTRAINT verb_len CHECK (length(verb) < 50)
ALTER TABLE audit.entries ADD CONSTRAINT verb_len CHECK (length(verb) < 50) NOT VALID
ALTER TABLE audit.entries ADD FOREIGN KEY (actor) REFERENCES app.users
ALTER TABLE audit.entries ADD FOREIGN KEY (actor) REFERENCES app.users NOT VALID
ALTER TABLE audit.entries_q1 ADD FOREIGN KEY (actor) REFERENCES app.users
ALTER TABLE audit.entries ALTER COLUMN verb TYPE varchar(50)
ALTER TABLE audit.entries ALTER COLUMN actor TYPE integer
ALTER TABLE audit.entries ALTER COLUMN entry_id TYPE integer
ALTER TABLE audit.entries_q1 ALTER COLUMN verb DROP NOT NULL
ALTER TABLE audit.entries ALTER COLUMN verb DROP NOT NULL
ALTER TABLE audit.entries ALTER COLUMN actor SET NOT NULL
ALTER TABLE audit.entries ALTER COLUMN entry_id DROP IDENTITY
ALTER TABLE audit.entries ATTACH PARTITION audit.entries_q3 FOR VALUES FROM ('2026-07-01') TO ('2026-10-01')
ALTER TABLE audit.entries ATTACH PARTITION audit.entries_q3 FOR VALUES FROM ('2026-06-01') TO ('2026-10-01')
ALTER TABLE audit.entries ATTACH PARTITION audit.entries_q3 DEFAULT
ALTER TABLE audit.entries DETACH PARTITION audit.entries_q1
ALTER TABLE audit.entries DETACH PARTITION audit.entries_other
ALTER TABLE audit.entries DROP CONSTRAINT entries_pk
ALTER TABLE audit.entries RENAME COLUMN verb TO action
ALTER TABLE audit.entries RENAME TO log
ALTER TABLE audit.entries SET SCHEMA app
CREATE TABLE audit.entries_q4 PARTITION OF audit.entries FOR VALUES FROM ('2026-10-01') TO ('2027-01-01')
CREATE TABLE audit.entries_q4 PARTITION OF audit.entries FOR VALUES FROM ('2026-03-01') TO ('2027-01-01')
CREATE TABLE audit.entries_q4 PARTITION OF audit.entries (CONSTRAINT c CHECK (actor > 0)) FOR VALUES FROM ('2026-10-01') TO (MAXVALUE)
CREATE INDEX ON audit.entries (verb, happened)
CREATE INDEX ON audit.entries USING brin (happened)
CREATE INDEX ON audit.entries USING gin (payload)
CREATE UNIQUE INDEX ON audit.entries (verb)
CREATE UNIQUE INDEX ON audit.entries (happened, verb)
CREATE INDEX ON ONLY audit.entries (verb)
CREATE INDEX IF NOT EXISTS entries_actor_idx ON audit.entries (actor)
DROP INDEX audit.entries_actor_idx
DROP INDEX audit.entries_q1_actor_idx
DROP TABLE audit.entries_q1
DROP TABLE audit.entries_other
DROP TABLE audit.entries
DROP SCHEMA audit CASCADE
DROP SCHEMA audit
TRUNCATE audit.entries_q1
TRUNCATE app.tenants
TRUNCATE app.tenants CASCADE
TRUNCATE app.team_members, app.teams
TRUNCATE public.metrics RESTART IDENTITY
ALTER TABLE metrics ADD PRIMARY KEY (sensor, at)
ALTER TABLE metrics ADD UNIQUE (at)
ALTER TABLE metrics ALTER COLUMN reading TYPE double precision
ALTER TABLE metrics ALTER COLUMN sensor TYPE bigint
ALTER TABLE metrics ADD COLUMN z int DEFAULT random()*10
ALTER TABLE metrics ALTER COLUMN bucket SET DEFAULT 3
ALTER TABLE ONLY metrics ALTER COLUMN bucket SET DEFAULT 3
ALTER TABLE metrics_1 ALTER COLUMN bucket SET NOT NULL
ALTER TABLE metrics DROP COLUMN bucket
ALTER TABLE metrics_1 DROP COLUMN bucket
CREATE INDEX metrics_i ON metrics (bucket) WHERE bucket > 3
CREATE TABLE metrics_3 PARTITION OF metrics FOR VALUES WITH (modulus 6, remainder 0)
ALTER TABLE metrics DETACH PARTITION metrics_2
ALTER TABLE kv ALTER COLUMN v TYPE text USING convert_from(v, 'UTF8')
ALTER TABLE kv ALTER COLUMN v TYPE text
ALTER TABLE kv ALTER COLUMN k TYPE varchar
ALTER TABLE kv ALTER COLUMN k TYPE varchar(10)
ALTER TABLE kv ALTER COLUMN k SET DATA TYPE text COLLATE "POSIX"
ALTER TABLE kv ALTER COLUMN n TYPE bigint USING n::bigint
ALTER TABLE kv ALTER COLUMN n TYPE smallint, ALTER COLUMN n SET NOT NULL
ALTER TABLE kv DROP CONSTRAINT kv_n_check, ADD CONSTRAINT kv_n_check CHECK (n >= 0) NOT VALID
ALTER TABLE kv DROP CONSTRAINT kv_pkey, ADD PRIMARY KEY (k)
ALTER TABLE kv DROP CONSTRAINT IF EXISTS nothing
ALTER TABLE kv ADD COLUMN IF NOT EXISTS n int
ALTER TABLE kv ADD CONSTRAINT kv_n_check CHECK (n > 1)
ALTER TABLE kv INHERIT app.teams
ALTER TABLE shapes ALTER COLUMN p TYPE text
ALTER TABLE shapes ALTER COLUMN arr TYPE bigint[]
ALTER TABLE shapes ALTER COLUMN u TYPE text
ALTER TABLE shapes ALTER COLUMN m TYPE numeric
ALTER TABLE shapes ALTER COLUMN m TYPE numeric(10,2) USING m::numeric
ALTER TABLE shapes ALTER COLUMN r TYPE text
ALTER TABLE shapes ALTER COLUMN id TYPE bigint
ALTER TABLE shapes ALTER COLUMN box TYPE polygon USING box::polygon
ALTER TABLE shapes ALTER COLUMN box TYPE polygon
ALTER TABLE shapes ADD EXCLUDE USING gist (r WITH &&)
ALTER TABLE shapes ADD EXCLUDE USING gist (r WITH &&) WHERE (id > 3)
ALTER TABLE shapes ADD UNIQUE (p)
ALTER TABLE shapes ADD UNIQUE (arr)
CREATE INDEX ON shapes (tsv)
CREATE INDEX ON shapes USING gist (tsv)
CREATE INDEX ON shapes USING spgist (p)
CREATE INDEX ON shapes (box)
CREATE INDEX ON shapes (x)
CREATE INDEX ON shapes ((x::text))
CREATE INDEX ON shapes (lower(u::text))
CREATE INDEX ON shapes USING hash (id, u)
CREATE INDEX ON app.users (mail text_pattern_ops)
CREATE INDEX ON app.users (mail nosuch_ops)
CREATE INDEX ON app.users (date_trunc('day', last_seen))
CREATE INDEX ON app.users ((last_seen::date))
CREATE INDEX ON app.tenants (date_trunc('day', created_at))
CREATE INDEX ON app.tenants ((settings ->> 'lang'))
CREATE INDEX ON app.tenants ((settings -> 'a' -> 'b'))
CREATE INDEX ON app.tenants ((settings @> '{"a":1}'))
CREATE INDEX ON app.tenants (created_at) WHERE updated_at IS NULL
CREATE INDEX ON app.tenants (created_at) WHERE created_at > now()
CREATE UNIQUE INDEX ON app.users (tenant_id, lower(mail)) WHERE NOT is_admin
CREATE INDEX ON app.active_users (mail)
CREATE INDEX ON app.tenant_stats (newest)
REFRESH MATERIALIZED VIEW app.tenant_stats
REFRESH MATERIALIZED VIEW CONCURRENTLY app.tenant_stats
DROP MATERIALIZED VIEW app.tenant_stats
ALTER MATERIALIZED VIEW app.tenant_stats RENAME COLUMN newest TO latest
ALTER MATERIALIZED VIEW app.tenant_stats SET SCHEMA public
CREATE OR REPLACE VIEW app.admins AS SELECT user_id, display_name, mail FROM app.users WHERE is_admin
CREATE OR REPLACE VIEW app.admins AS SELECT user_id AS id, display_name FROM app.users
CREATE OR REPLACE VIEW app.active_users AS SELECT u.user_id, u.mail, t.name AS tenant, u.phone FROM app.users u JOIN app.tenants t ON t.tenant_id = u.tenant_id
CREATE VIEW app.v AS SELECT t.id, (SELECT count(*) FROM app.team_members m WHERE m.team = t.id) AS n FROM app.teams t
CREATE VIEW app.v AS WITH big AS (SELECT * FROM app.teams WHERE quota > 5) SELECT b.title, u.mail FROM big b LEFT JOIN app.users u ON u.user_id = b.lead
CREATE VIEW app.v AS SELECT id FROM app.teams UNION ALL SELECT team FROM app.team_members
CREATE VIEW app.v AS SELECT nosuch FROM app.teams
CREATE VIEW app.v AS SELECT title, count(*) FROM app.teams
CREATE VIEW app.v (a, b) AS SELECT id, title FROM app.teams
CREATE VIEW app.v AS SELECT id, id FROM app.teams
CREATE VIEW app.v AS TABLE kv
CREATE VIEW app.v AS VALUES (1, 'a')
CREATE RECURSIVE VIEW app.v (n) AS VALUES (1) UNION ALL SELECT n + 1 FROM app.v WHERE n < 5
CREATE MATERIALIZED VIEW app.mv AS SELECT * FROM app.active_users
CREATE TABLE app.copy AS SELECT * FROM app.users WHERE is_admin
CREATE TABLE app.copy AS TABLE kv WITH NO DATA
CREATE TABLE app.copy (LIKE app.teams INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING INDEXES)
CREATE TABLE app.copy (id int PRIMARY KEY REFERENCES app.teams ON DELETE CASCADE, u bigint NOT NULL REFERENCES app.users)
CREATE TABLE app.copy (id int, EXCLUDE USING gist (id WITH =))
CREATE TABLE app.copy (id int REFERENCES kv)
CREATE TABLE app.copy (id text REFERENCES kv)
CREATE TABLE app.copy (id text REFERENCES app.active_users)
CREATE TABLE app.copy (s int, at timestamptz) PARTITION BY RANGE (s, date_trunc('day', at))
CREATE TABLE app.copy (s int, d date) PARTITION BY LIST (s, d)
CREATE UNLOGGED TABLE app.copy (id int REFERENCES app.teams)
CREATE TEMP TABLE copy (id int REFERENCES app.teams)
SELECT * INTO app.copy FROM kv
DROP TABLE app.users
DROP TABLE app.users CASCADE
DROP TABLE app.teams, app.team_members
DROP TABLE kv, shapes
DROP VIEW app.admins
DROP VIEW app.active_users, app.admins
DROP VIEW app.admins CASCADE
DROP FUNCTION app.touch()
DROP FUNCTION app.touch() CASCADE
DROP FUNCTION app.slug(text)
DROP FUNCTION app.slug
DROP TYPE app.plan_tier
DROP TYPE app.plan_tier CASCADE
DROP DOMAIN app.email
DROP DOMAIN app.email CASCADE
DROP SEQUENCE app.users_user_id_seq
DROP SEQUENCE app.users_user_id_seq CASCADE
DROP TRIGGER tenants_touch ON app.tenants
DROP RULE admins_del ON app.admins
DROP POLICY tenant_only ON app.users
DROP STATISTICS app.users_stats
DROP INDEX app.users_seen_idx
DROP INDEX app.users_pkey
DROP INDEX app.teams_title_uq, public.shapes_hash
DROP INDEX users_seen_idx
ALTER DOMAIN app.email ADD CHECK (length(VALUE) < 200)
ALTER DOMAIN app.email ADD CONSTRAINT l CHECK (length(VALUE) < 200) NOT VALID
ALTER DOMAIN app.email VALIDATE CONSTRAINT email_check
ALTER DOMAIN app.email DROP CONSTRAINT email_check
ALTER DOMAIN app.cents DROP NOT NULL
ALTER DOMAIN app.cents SET DEFAULT 5
ALTER DOMAIN app.email SET NOT NULL
ALTER DOMAIN app.email RENAME TO mail
ALTER TYPE app.plan_tier ADD VALUE 'team' BEFORE 'enterprise'
ALTER TYPE app.plan_tier RENAME VALUE 'pro' TO 'plus'
ALTER TYPE app.plan_tier SET SCHEMA public
ALTER SEQUENCE app.users_user_id_seq CACHE 100
ALTER SEQUENCE app.users_user_id_seq AS integer
ALTER SEQUENCE app.users_user_id_seq OWNED BY NONE
ALTER SEQUENCE app.users_user_id_seq OWNED BY kv.n
ALTER INDEX app.teams_title_uq RENAME TO t2
ALTER INDEX app.teams_title_uq SET (fillfactor = 70)
ALTER INDEX tenants_settings_gin SET (fastupdate = off)
ALTER INDEX app.tenants_settings_gin SET (fastupdate = off)
ALTER INDEX audit.entries_actor_idx RENAME TO e2
ALTER INDEX app.teams_pkey RENAME TO t2
ALTER VIEW app.admins RENAME TO bosses
ALTER VIEW app.admins SET (security_invoker = true)
ALTER VIEW app.admins OWNER TO CURRENT_USER
ALTER SCHEMA app RENAME TO app2
ALTER FUNCTION app.slug(text) VOLATILE
ALTER FUNCTION app.slug(text) RENAME TO slugify
ALTER TRIGGER tenants_touch ON app.tenants RENAME TO tt
CREATE OR REPLACE FUNCTION app.slug(t text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT $1'
CREATE TRIGGER x AFTER INSERT OR UPDATE OF title ON app.teams REFERENCING NEW TABLE AS n FOR EACH STATEMENT EXECUTE FUNCTION app.touch()
CREATE TRIGGER x INSTEAD OF UPDATE ON app.active_users FOR EACH ROW EXECUTE FUNCTION app.touch()
CREATE TRIGGER x BEFORE TRUNCATE ON kv EXECUTE FUNCTION app.touch()
CREATE CONSTRAINT TRIGGER x AFTER UPDATE ON app.users DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION app.touch()
CREATE EVENT TRIGGER et ON ddl_command_start EXECUTE FUNCTION app.touch()
CREATE PUBLICATION p FOR TABLE app.users, kv
CREATE PUBLICATION p FOR ALL TABLES
CREATE POLICY p2 ON app.teams USING (EXISTS (SELECT 1 FROM app.team_members m WHERE m.team = id))
ALTER POLICY tenant_only ON app.users RENAME TO t3
CREATE RULE r AS ON INSERT TO kv DO ALSO INSERT INTO audit.entries (verb) VALUES ('kv')
CREATE STATISTICS app.s2 ON title, quota FROM app.teams
CREATE SEQUENCE app.s3 OWNED BY app.teams.quota
COMMENT ON COLUMN app.users.mail IS 'm'
COMMENT ON CONSTRAINT users_pkey ON app.users IS 'm'
COMMENT ON TRIGGER tenants_touch ON app.tenants IS 'm'
COMMENT ON INDEX app.users_seen_idx IS NULL
COMMENT ON SCHEMA app IS 'm'
COMMENT ON FUNCTION app.slug(text) IS 'm'
GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA app TO PUBLIC
GRANT UPDATE (mail) ON app.users TO PUBLIC
REVOKE SELECT ON app.users FROM PUBLIC
ALTER DEFAULT PRIVILEGES IN SCHEMA app GRANT SELECT ON TABLES TO PUBLIC
LOCK TABLE app.active_users IN ACCESS EXCLUSIVE MODE
LOCK TABLE app.tenants IN ROW SHARE MODE
CLUSTER app.teams USING teams_pkey
CLUSTER app.tenants USING tenants_settings_gin
ANALYZE app.users (mail)
ANALYZE app.users, kv
REINDEX TABLE app.users
REINDEX INDEX app.users_seen_idx
REINDEX INDEX audit.entries_actor_idx
REINDEX SCHEMA app
UPDATE app.users SET phone = NULL FROM app.tenants t WHERE t.tenant_id = users.tenant_id
DELETE FROM app.teams USING app.users WHERE lead = user_id
INSERT INTO kv VALUES ('a') ON CONFLICT (k) DO UPDATE SET n = 8
INSERT INTO app.team_members SELECT id, lead FROM app.teams
MERGE INTO kv USING app.teams t ON kv.k = t.title WHEN MATCHED THEN UPDATE SET n = 1 WHEN NOT MATCHED THEN DO NOTHING
SELECT * FROM app.active_users FOR SHARE
SELECT 1 FROM app.teams t, LATERAL (SELECT 1 FROM app.users u WHERE u.user_id = t.lead) x
TABLE app.admins
SET lock_timeout = '1s'
SET LOCAL search_path = app
RESET ALL
BEGIN
SAVEPOINT s
SELECT pg_advisory_lock(1)
CREATE EXTENSION hstore
CREATE DATABASE x
CREATE ROLE r
VACUUM FULL kv
CREATE TABLESPACE t LOCATION '/tmp'
EXPLAIN SELECT 1
NOTIFY x
DISCARD ALL
CHECKPOINT
INSERT INTO audit.entries_q1 (entry_id, happened, verb) OVERRIDING SYSTEM VALUE VALUES (1, '2026-02-01', 'x')
UPDATE audit.entries_q1 SET verb = 'y'
DELETE FROM audit.entries_q1
ALTER TABLE audit.entries ALTER COLUMN entry_id SET GENERATED BY DEFAULT
ALTER TABLE audit.entries ALTER COLUMN entry_id RESTART WITH 7
ALTER TABLE audit.entries_q1 ALTER COLUMN entry_id DROP IDENTITY
