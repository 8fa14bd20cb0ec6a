-- Rails
ALTER TABLE "users" ADD "confirmed_at" timestamp(6)
ALTER TABLE "users" ADD "locale" character varying DEFAULT 'en' NOT NULL
ALTER TABLE "users" ADD COLUMN "api_key" uuid DEFAULT gen_random_uuid() NOT NULL
ALTER TABLE "users" ADD "invited_by_id" bigint CONSTRAINT "fk_rails_inviter" REFERENCES "users" ("id")
ALTER TABLE "users" ADD COLUMN "account_id" bigint REFERENCES "addresses"
ALTER TABLE "users" ADD "lock_version" integer DEFAULT 0
ALTER TABLE "users" ADD "nickname" citext
ALTER TABLE "users" ADD "nickname" citext DEFAULT 'anon'
ALTER TABLE "users" DROP COLUMN "time_zone"
ALTER TABLE "users" DROP COLUMN "time_zone", DROP COLUMN "last_sign_in_ip"
ALTER TABLE "users" DROP COLUMN "role"
ALTER TABLE "users" DROP COLUMN "id"
ALTER TABLE "users" DROP COLUMN "id" CASCADE
ALTER TABLE "users" ALTER COLUMN "admin" SET NOT NULL
ALTER TABLE "users" ALTER COLUMN "admin" SET DEFAULT TRUE
ALTER TABLE "users" ALTER COLUMN "admin" SET DEFAULT FALSE, ALTER COLUMN "admin" SET NOT NULL
ALTER TABLE "users" ALTER COLUMN "email" TYPE text
ALTER TABLE "users" ALTER COLUMN "email" TYPE citext
ALTER TABLE "users" ALTER COLUMN "email" TYPE character varying(255)
ALTER TABLE "users" ALTER COLUMN "time_zone" TYPE character varying(128)
ALTER TABLE "users" ALTER COLUMN "time_zone" TYPE character varying(32)
ALTER TABLE "users" ALTER COLUMN "sign_in_count" TYPE bigint
ALTER TABLE "users" ALTER COLUMN "sign_in_count" TYPE bigint USING CAST(sign_in_count AS bigint)
ALTER TABLE "users" ALTER COLUMN "created_at" TYPE timestamptz USING "created_at" AT TIME ZONE 'UTC'
ALTER TABLE "users" ALTER COLUMN "created_at" TYPE timestamp
ALTER TABLE "users" ALTER COLUMN "created_at" TYPE timestamp(3)
ALTER TABLE "users" ALTER COLUMN "created_at" TYPE timestamptz
ALTER TABLE "users" ALTER COLUMN "created_at" SET DEFAULT CURRENT_TIMESTAMP
ALTER TABLE "users" ALTER COLUMN "role" DROP DEFAULT
ALTER TABLE "users" ALTER COLUMN "role" TYPE text
ALTER TABLE "users" ALTER COLUMN "role" TYPE text USING "role"::text
ALTER TABLE "users" ALTER COLUMN "role" DROP DEFAULT, ALTER COLUMN "role" TYPE integer USING (CASE role WHEN 'USER' THEN 0 ELSE 1 END), ALTER COLUMN "role" SET DEFAULT 0
ALTER TABLE "users" ALTER COLUMN "preferences" TYPE json
ALTER TABLE "users" RENAME COLUMN "admin" TO "is_admin"
ALTER TABLE "users" RENAME TO "accounts"
ALTER TABLE "users_id_seq" RENAME TO "accounts_id_seq"
ALTER INDEX "index_users_on_email" RENAME TO "index_accounts_on_email"
ALTER TABLE "index_users_on_email" RENAME TO "index_accounts_on_email"
CREATE INDEX "index_users_on_created_at" ON "users" ("created_at")
CREATE INDEX "index_users_on_created_at" ON "users" USING btree ("created_at" DESC NULLS LAST)
CREATE UNIQUE INDEX "index_users_on_api" ON "users" ("email", "role") WHERE admin
CREATE UNIQUE INDEX index_users_unique_lower ON users USING btree (lower(email))
CREATE UNIQUE INDEX index_users_unique_lower ON users (lower(email)) INCLUDE (admin)
CREATE INDEX "index_users_on_preferences" ON "users" USING gin ("preferences")
CREATE INDEX "index_users_on_preferences" ON "users" USING gin ("preferences" jsonb_path_ops)
CREATE INDEX CONCURRENTLY "index_users_on_created_at" ON "users" ("created_at")
CREATE INDEX IF NOT EXISTS "index_users_on_email" ON "users" ("email")
CREATE INDEX "index_users_on_email" ON "users" ("email")
CREATE INDEX ON users (created_at, updated_at)
CREATE INDEX ON users ((preferences->>'theme'))
CREATE INDEX ON users ((preferences->>'theme'), email)
CREATE INDEX ON users USING hash (email)
CREATE INDEX ON users USING brin (created_at) WITH (pages_per_range = 32)
CREATE INDEX ON users (date(created_at))
CREATE INDEX ON events (date(occurred_at))
CREATE INDEX ON users (time_zone COLLATE "C")
CREATE INDEX ON users (email varchar_pattern_ops)
CREATE INDEX ON users (id) WITH (fillfactor = 70)
DROP INDEX "index_users_on_email"
DROP INDEX IF EXISTS "index_users_on_email", "index_users_on_lower_email"
DROP INDEX IF EXISTS "index_users_on_nothing"
DROP INDEX users_pkey
DROP INDEX CONCURRENTLY "index_users_on_email"
ALTER TABLE "orders" ADD CONSTRAINT "fk_rails_ship" FOREIGN KEY ("ship_address_id") REFERENCES "addresses" ("id")
ALTER TABLE "orders" ADD CONSTRAINT "fk_rails_ship" FOREIGN KEY ("ship_address_id") REFERENCES "addresses" ("id") NOT VALID
ALTER TABLE "orders" VALIDATE CONSTRAINT "fk_rails_bill"
ALTER TABLE "orders" DROP CONSTRAINT "fk_rails_f868b47f6a"
ALTER TABLE "orders" DROP CONSTRAINT IF EXISTS "fk_rails_nothing"
ALTER TABLE "orders" DROP CONSTRAINT "fk_rails_nothing"
ALTER TABLE "orders" ADD CONSTRAINT chk_rails_1 CHECK (item_total >= 0)
ALTER TABLE "orders" ADD CONSTRAINT chk_rails_1 CHECK (item_total >= 0) NOT VALID
ALTER TABLE "orders" ADD CONSTRAINT "email_null" CHECK ("email" IS NOT NULL) NOT VALID
ALTER TABLE "orders" ALTER COLUMN "total" TYPE numeric(12,2)
ALTER TABLE "orders" ALTER COLUMN "total" TYPE numeric(12,3)
ALTER TABLE "orders" ALTER COLUMN "item_total" TYPE numeric(12,2), ALTER COLUMN "total" TYPE numeric(12,2)
ALTER TABLE "orders" ALTER COLUMN "item_total" TYPE numeric(12,2)
ALTER TABLE "orders" ALTER COLUMN "item_total" TYPE double precision
ALTER TABLE "orders" ALTER COLUMN "id" TYPE bigint
ALTER TABLE "orders" ALTER COLUMN "number" TYPE varchar(64)
ALTER TABLE "orders" ALTER COLUMN "email" TYPE varchar(254)
ALTER TABLE "orders" ALTER COLUMN "email" TYPE text
ALTER TABLE "orders" ALTER COLUMN "ip" TYPE inet USING ip::inet
ALTER TABLE "orders" ALTER COLUMN "ip" TYPE inet
ALTER TABLE "orders" ALTER COLUMN "state" TYPE varchar
ALTER TABLE "orders" ALTER COLUMN "guest_token" TYPE uuid USING guest_token::uuid
ALTER TABLE "orders" ALTER COLUMN "ship_address_id" TYPE bigint
ALTER TABLE "orders" ALTER COLUMN "bill_address_id" TYPE bigint
ALTER TABLE "orders" ALTER COLUMN "user_id" TYPE integer
ALTER TABLE "orders" DROP COLUMN "completed_at"
ALTER TABLE "orders" DROP COLUMN "completed_at" CASCADE
ALTER TABLE "orders" DROP COLUMN "user_id"
ALTER TABLE "orders" ADD COLUMN "shipped" boolean DEFAULT false NOT NULL, ADD COLUMN "shipped_at" timestamp
ALTER TABLE "orders" ADD COLUMN "margin" numeric GENERATED ALWAYS AS (total - item_total) STORED
ALTER TABLE "orders" ADD COLUMN "seq" bigserial
ALTER TABLE "orders" ADD COLUMN "seq" bigint GENERATED ALWAYS AS IDENTITY
ALTER TABLE "orders" ADD COLUMN "discount" percentage DEFAULT 0
ALTER TABLE "orders" ADD COLUMN "contact" email_address
ALTER TABLE "orders" ADD COLUMN "contact" email_address DEFAULT 'a@example.org'
ALTER TABLE "orders" ADD COLUMN "placed_at" timestamptz DEFAULT now()
ALTER TABLE "orders" ADD COLUMN "code" text UNIQUE
ALTER TABLE "orders" ADD COLUMN "code" text DEFAULT 'x' NOT NULL CHECK (code <> '')
ALTER TABLE "orders" ADD COLUMN "parent_id" integer REFERENCES orders(id) ON DELETE SET NULL
ALTER TABLE "orders" ADD "user_id" bigint
ALTER TABLE "order" ADD "user_id" bigint
ALTER TABLE "products" RENAME COLUMN "name" TO "title"
ALTER TABLE "products" RENAME "name" TO "slug"
ALTER TABLE "products" ALTER COLUMN "currency" TYPE varchar(3)
ALTER TABLE "products" ALTER COLUMN "name" TYPE text
ALTER TABLE "products" ALTER COLUMN "slug" TYPE text
ALTER TABLE "products" ALTER COLUMN "price_cents" TYPE bigint, ALTER COLUMN "weight" SET NOT NULL
ALTER TABLE "products" ALTER COLUMN "weight" SET NOT NULL, ALTER COLUMN "weight" DROP DEFAULT
ALTER TABLE "products" ALTER COLUMN "tax_rate" TYPE numeric(5,2)
ALTER TABLE "products" ALTER COLUMN "tags" TYPE text[]
ALTER TABLE "products" ALTER COLUMN "tags" TYPE jsonb USING to_jsonb(tags)
ALTER TABLE "products" ALTER COLUMN id SET GENERATED ALWAYS
ALTER TABLE "products" ALTER COLUMN id DROP IDENTITY
ALTER TABLE "products" ALTER COLUMN id RESTART WITH 1000
ALTER TABLE "products" ADD COLUMN "sku" varchar(40), ADD CONSTRAINT "products_sku_key" UNIQUE ("sku")
ALTER TABLE "products" ADD CONSTRAINT "products_name_key" UNIQUE ("name")
ALTER TABLE "products" ADD CONSTRAINT "products_slug_key" UNIQUE USING INDEX "index_products_on_slug"
ALTER TABLE "users" ADD CONSTRAINT "users_email_key" UNIQUE USING INDEX "index_users_on_email"
ALTER TABLE "users" DROP CONSTRAINT "users_pkey", ADD PRIMARY KEY USING INDEX "index_users_on_id_and_role"
ALTER TABLE "schema_migrations" DROP CONSTRAINT "schema_migrations_pkey", ADD COLUMN id bigserial PRIMARY KEY
ALTER TABLE "products" SET (autovacuum_vacuum_scale_factor = 0.01, toast.autovacuum_enabled = true)
ALTER TABLE "products" ALTER COLUMN "description" SET STORAGE EXTERNAL
ALTER TABLE "products" ALTER COLUMN "search" SET STATISTICS 500
ALTER TABLE "products" ALTER COLUMN "description" SET (n_distinct = -0.5)
ALTER TABLE "products" DISABLE TRIGGER ALL
ALTER TABLE "products" DISABLE TRIGGER USER
ALTER TABLE "products" ENABLE TRIGGER tsvectorupdate
ALTER TABLE "products" CLUSTER ON products_pkey
ALTER TABLE "products" SET UNLOGGED
ALTER TABLE "products" SET LOGGED
ALTER TABLE "products" SET SCHEMA reporting
COMMENT ON COLUMN "products"."price_cents" IS 'net, without tax'
COMMENT ON TABLE "products" IS NULL
COMMENT ON INDEX index_products_on_slug IS 'live only'
COMMENT ON CONSTRAINT fk_rails_bill ON orders IS 'x'
DROP TABLE "line_items"
DROP TABLE "orders"
DROP TABLE "orders" CASCADE
DROP TABLE IF EXISTS "line_items", "UserSession" CASCADE
DROP TABLE "users" RESTRICT
TRUNCATE TABLE "line_items" RESTART IDENTITY
TRUNCATE TABLE "orders"
TRUNCATE TABLE "orders" CASCADE
TRUNCATE "users" RESTART IDENTITY CASCADE
ALTER TYPE "order_state" ADD VALUE 'shipped' AFTER 'payment'
ALTER TYPE "order_state" ADD VALUE IF NOT EXISTS 'cart'
ALTER TYPE "order_state" RENAME VALUE 'cart' TO 'basket'
ALTER TYPE "Role" RENAME TO "Role_old"
DROP TYPE "Role"
DROP TYPE order_state CASCADE
-- Django
ALTER TABLE "auth_user_groups" ADD CONSTRAINT "auth_user_groups_user_id_group_id_94350c0c_uniq" UNIQUE ("user_id", "group_id")
ALTER TABLE "auth_user_groups" ADD CONSTRAINT "auth_user_groups_user_id_6a12ed8b_fk_users_id" FOREIGN KEY ("user_id") REFERENCES "users" ("id") DEFERRABLE INITIALLY DEFERRED
ALTER TABLE "auth_group" ADD COLUMN "slug" varchar(50) DEFAULT 'none' NOT NULL
ALTER TABLE "auth_group" ALTER COLUMN "slug" DROP DEFAULT
ALTER TABLE "auth_group" ALTER COLUMN "name" TYPE varchar(200)
ALTER TABLE "auth_group" ALTER COLUMN "name" TYPE varchar(80) USING "name"::varchar(80)
ALTER TABLE "auth_group" ALTER COLUMN "id" TYPE bigint
ALTER TABLE "auth_group" DROP CONSTRAINT "auth_group_name_key"
ALTER TABLE "auth_group" ADD COLUMN "kind" smallint NOT NULL CHECK ("kind" >= 0)
ALTER TABLE "auth_group" ADD COLUMN "kind" smallint DEFAULT 1 NOT NULL CHECK ("kind" >= 0)
ALTER TABLE "auth_group" ADD COLUMN "owner_id" bigint NULL CONSTRAINT "auth_group_owner_id_fk" REFERENCES "users"("id") DEFERRABLE INITIALLY DEFERRED
ALTER TABLE "auth_user_groups" ALTER COLUMN "id" ADD GENERATED BY DEFAULT AS IDENTITY
SET CONSTRAINTS "auth_user_groups_group_id_97559544_fk_auth_group_id" IMMEDIATE
ALTER TABLE "auth_user_groups" DROP CONSTRAINT "auth_user_groups_group_id_97559544_fk_auth_group_id"
CREATE INDEX "auth_group_slug_like" ON "auth_group" ("name" text_pattern_ops)
ALTER TABLE "auth_user_groups" ADD COLUMN "added" timestamp with time zone DEFAULT '2025-01-01T00:00:00+00:00'::timestamptz NOT NULL
UPDATE "auth_group" SET "name" = upper("name") WHERE "name" IS NULL
-- Prisma
CREATE TYPE "Role_new" AS ENUM ('USER', 'EDITOR', 'ADMIN')
ALTER TABLE "UserSession" ADD COLUMN "ip" TEXT NOT NULL
ALTER TABLE "UserSession" ADD COLUMN "ip" TEXT NOT NULL DEFAULT ''
ALTER TABLE "UserSession" ADD COLUMN "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP, ADD COLUMN "revoked" BOOLEAN NOT NULL DEFAULT false
ALTER TABLE "UserSession" DROP CONSTRAINT "UserSession_userId_fkey"
ALTER TABLE "UserSession" ADD CONSTRAINT "UserSession_userId_fkey2" FOREIGN KEY ("userId") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE
ALTER TABLE "UserSession" DROP CONSTRAINT "UserSession_pkey", ADD CONSTRAINT "UserSession_pkey" PRIMARY KEY ("sessionId", "userId")
ALTER TABLE "UserSession" DROP CONSTRAINT "UserSession_pkey", DROP COLUMN "sessionId", ADD COLUMN "id" SERIAL NOT NULL, ADD CONSTRAINT "UserSession_pkey" PRIMARY KEY ("id")
CREATE UNIQUE INDEX "UserSession_userId_key" ON "UserSession"("userId")
CREATE INDEX "UserSession_expiresAt_idx" ON "UserSession"("expiresAt" ASC)
ALTER TABLE "UserSession" ALTER COLUMN "userAgent" SET NOT NULL, ALTER COLUMN "expiresAt" DROP NOT NULL
ALTER TABLE "UserSession" RENAME CONSTRAINT "UserSession_pkey" TO "Session_pkey"
ALTER TABLE usersession ADD COLUMN x int
ALTER TABLE "UserSession" ALTER COLUMN "expiresAt" SET DATA TYPE TIMESTAMPTZ(3)
-- partitions
CREATE TABLE events_2025_03 PARTITION OF events FOR VALUES FROM ('2025-03-01') TO ('2025-04-01')
CREATE TABLE events_2025_03 PARTITION OF events FOR VALUES FROM ('2025-02-10') TO ('2025-04-01')
CREATE TABLE events_default PARTITION OF events DEFAULT
CREATE TABLE events_2025_03 (LIKE events INCLUDING ALL)
ALTER TABLE events ATTACH PARTITION events_old DEFAULT
ALTER TABLE events ATTACH PARTITION events_old FOR VALUES FROM (MINVALUE) TO ('2025-01-01')
ALTER TABLE events DETACH PARTITION events_2025_01
ALTER TABLE events DETACH PARTITION events_2025_01 CONCURRENTLY
DROP TABLE events_2025_01
CREATE INDEX index_events_on_user_id ON events (user_id)
CREATE INDEX CONCURRENTLY index_events_on_user_id ON events (user_id)
CREATE INDEX index_events_on_user_id ON ONLY events (user_id)
CREATE INDEX ON events_2025_01 (user_id)
CREATE UNIQUE INDEX ON events (id)
ALTER TABLE events ADD COLUMN tenant integer DEFAULT 0 NOT NULL
ALTER TABLE events ALTER COLUMN kind TYPE text
ALTER TABLE events ALTER COLUMN kind TYPE varchar(80)
ALTER TABLE events ALTER COLUMN user_id SET NOT NULL
ALTER TABLE events ALTER COLUMN user_id TYPE integer
ALTER TABLE events ALTER COLUMN occurred_at TYPE timestamptz(3)
ALTER TABLE events ADD CONSTRAINT fk_events_user FOREIGN KEY (user_id) REFERENCES users (id)
ALTER TABLE events ADD CONSTRAINT fk_events_user FOREIGN KEY (user_id) REFERENCES users (id) NOT VALID
ALTER TABLE events ADD CHECK (kind <> '')
ALTER TABLE ONLY events ADD CHECK (kind <> '')
ALTER TABLE events DROP COLUMN payload
ALTER TABLE events_2025_01 DROP COLUMN payload
ALTER TABLE events_2025_01 ADD CONSTRAINT kind_len CHECK (length(kind) < 40)
ALTER TABLE events DROP CONSTRAINT events_pkey
DROP INDEX index_events_on_kind
DROP INDEX events_2025_01_kind_idx
TRUNCATE events_2025_01
TRUNCATE events
VACUUM FULL events
REINDEX TABLE events_2025_01
REINDEX INDEX index_events_on_kind
CLUSTER events_2025_01 USING events_2025_01_pkey
-- inheritance
ALTER TABLE payments ADD COLUMN refunded numeric DEFAULT 0
ALTER TABLE payments ALTER COLUMN captured SET NOT NULL
ALTER TABLE payments ALTER COLUMN gateway_ref TYPE varchar(100)
ALTER TABLE ONLY payments ADD COLUMN refunded numeric
ALTER TABLE card_payments DROP COLUMN method
ALTER TABLE card_payments NO INHERIT payments
ALTER TABLE card_payments ADD CONSTRAINT card_last4 CHECK (last4 ~ '^[0-9]{4}$')
ALTER TABLE payments ADD CONSTRAINT amount_positive CHECK (amount > 0) NO INHERIT
CREATE INDEX ON payments (order_id)
-- the rest of a DBA's day
REFRESH MATERIALIZED VIEW reporting.daily_sales
CREATE INDEX ON reporting.daily_sales (total)
DROP MATERIALIZED VIEW reporting.daily_sales
CREATE OR REPLACE VIEW open_orders AS SELECT id, number, total, state, email FROM orders WHERE completed_at IS NULL
CREATE OR REPLACE VIEW open_orders AS SELECT id, number FROM orders
DROP VIEW open_orders
ALTER VIEW open_orders RENAME COLUMN total TO amount
ALTER TABLE reporting.exports ALTER COLUMN rows_written TYPE bigint
ALTER TABLE reporting.exports ALTER COLUMN id TYPE bigint
ALTER TABLE reporting.exports ADD CONSTRAINT exports_user FOREIGN KEY (requested_by) REFERENCES users ON DELETE SET NULL
ALTER TABLE reporting.exports RENAME TO jobs
ALTER TABLE reporting.exports ALTER COLUMN name SET NOT NULL
CREATE INDEX ON reporting.exports (requested_by)
REINDEX TABLE orders
REINDEX INDEX index_orders_on_number
REINDEX TABLE CONCURRENTLY orders
REINDEX SCHEMA reporting
VACUUM FULL orders
VACUUM (FULL, ANALYZE) orders
VACUUM orders
ANALYZE orders
CLUSTER orders USING orders_pkey
LOCK TABLE orders IN EXCLUSIVE MODE
LOCK TABLE ONLY payments IN SHARE MODE
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON orders FOR EACH ROW EXECUTE FUNCTION touch_updated_at()
DROP TRIGGER touch_orders ON orders
ALTER TRIGGER touch_orders ON orders RENAME TO orders_touch
CREATE RULE protect AS ON DELETE TO schema_migrations DO INSTEAD NOTHING
ALTER TABLE orders ENABLE ROW LEVEL SECURITY
CREATE POLICY own ON orders FOR SELECT USING (user_id = current_setting('app.user')::bigint)
CREATE PUBLICATION feed FOR TABLE orders, line_items
CREATE STATISTICS orders_stats (dependencies) ON user_id, state FROM orders
ALTER TABLE orders REPLICA IDENTITY FULL
ALTER TABLE orders REPLICA IDENTITY USING INDEX index_orders_on_number
ALTER SEQUENCE orders_id_seq AS bigint
ALTER SEQUENCE orders_id_seq RESTART WITH 5000
ALTER SEQUENCE orders_id_seq OWNED BY NONE
DROP SEQUENCE orders_id_seq
ALTER DOMAIN percentage ADD CONSTRAINT below CHECK (VALUE <= 100)
ALTER DOMAIN percentage SET NOT NULL
ALTER DOMAIN email_address DROP CONSTRAINT email_address_check
GRANT SELECT ON orders TO PUBLIC
DROP FUNCTION touch_updated_at()
DROP FUNCTION slugify(text)
CREATE TABLE order_notes (id bigserial PRIMARY KEY, order_id integer NOT NULL REFERENCES orders ON DELETE CASCADE, body text)
CREATE TABLE big_orders AS SELECT * FROM orders WHERE total > 1000
DELETE FROM line_items USING orders WHERE orders.id = line_items.order_id AND orders.state = 'cart'
SELECT * FROM orders WHERE id = 1 FOR UPDATE
SELECT user_id, count(*) FROM orders GROUP BY user_id FOR UPDATE
MERGE INTO products p USING line_items l ON p.id = l.product_id WHEN MATCHED THEN UPDATE SET weight = l.quantity
