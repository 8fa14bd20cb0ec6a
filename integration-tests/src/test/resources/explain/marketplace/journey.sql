ALTER TABLE "users" ADD COLUMN "uuid" uuid DEFAULT gen_random_uuid() NOT NULL
ALTER TABLE "users" ADD CONSTRAINT "users_uuid_key" UNIQUE ("uuid")
ALTER TABLE "UserSession" ADD COLUMN "userUuid" uuid REFERENCES "users" ("uuid")
ALTER TABLE "UserSession" DROP CONSTRAINT "UserSession_userId_fkey", DROP COLUMN "userId"
ALTER TABLE "UserSession" RENAME COLUMN "userUuid" TO "userId"
CREATE INDEX ON "UserSession" ("userId")
ALTER TYPE "Role" RENAME TO "Role_old"
CREATE TYPE "Role" AS ENUM ('USER', 'EDITOR', 'ADMIN')
ALTER TABLE "users" ALTER COLUMN "role" DROP DEFAULT, ALTER COLUMN "role" TYPE "Role" USING ("role"::text::"Role"), ALTER COLUMN "role" SET DEFAULT 'USER'
DROP TYPE "Role_old"
ALTER TABLE "orders" ADD CONSTRAINT "email_set" CHECK ("email" IS NOT NULL) NOT VALID
ALTER TABLE "orders" VALIDATE CONSTRAINT "email_set"
ALTER TABLE "orders" ALTER COLUMN "email" SET NOT NULL
ALTER TABLE "orders" DROP CONSTRAINT "email_set"
ALTER TABLE "line_items" DROP CONSTRAINT "fk_rails_2dc2e5c22c"
ALTER TABLE "line_items" ALTER COLUMN "order_id" TYPE bigint
ALTER TABLE "orders" ALTER COLUMN "id" TYPE bigint
ALTER TABLE "payments" ALTER COLUMN "order_id" TYPE bigint
DROP VIEW open_orders
ALTER TABLE "orders" ALTER COLUMN "id" TYPE bigint
ALTER SEQUENCE orders_id_seq AS bigint
ALTER TABLE "line_items" ADD CONSTRAINT "fk_rails_2dc2e5c22c" FOREIGN KEY ("order_id") REFERENCES "orders" ("id") NOT VALID
ALTER TABLE "line_items" VALIDATE CONSTRAINT "fk_rails_2dc2e5c22c"
CREATE TABLE events_2025_03 PARTITION OF events FOR VALUES FROM ('2025-03-01') TO ('2025-04-01')
CREATE INDEX index_events_on_user_id ON ONLY events (user_id)
CREATE INDEX events_2025_01_user_id_idx ON events_2025_01 (user_id)
ALTER INDEX index_events_on_user_id ATTACH PARTITION events_2025_01_user_id_idx
ALTER TABLE events DETACH PARTITION events_2025_01
DROP TABLE events_2025_01
ALTER TABLE events ADD CONSTRAINT fk_events_user FOREIGN KEY (user_id) REFERENCES users (id)
TRUNCATE users CASCADE
ALTER TABLE products ALTER COLUMN slug TYPE text
ALTER TABLE products ALTER COLUMN slug TYPE citext
CREATE UNIQUE INDEX products_slug ON products (lower(slug::text))
ALTER TABLE card_payments NO INHERIT payments
DROP TABLE payments
