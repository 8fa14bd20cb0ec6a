ALTER TABLE app.tenants ADD COLUMN region text NOT NULL DEFAULT 'eu', ADD COLUMN parent int
ALTER TABLE app.tenants ADD CONSTRAINT tenants_parent_fk FOREIGN KEY (parent) REFERENCES app.tenants NOT VALID
ALTER TABLE app.tenants VALIDATE CONSTRAINT tenants_parent_fk
ALTER TABLE app.tenants RENAME COLUMN region TO home
CREATE INDEX tenants_home_ix ON app.tenants (home) INCLUDE (parent)
ALTER TABLE app.tenants ALTER COLUMN home TYPE varchar(10)
ALTER TABLE app.tenants DROP COLUMN parent
ALTER TABLE app.members ADD CONSTRAINT token_nn CHECK (token IS NOT NULL) NOT VALID
ALTER TABLE app.members VALIDATE CONSTRAINT token_nn
ALTER TABLE app.members ALTER COLUMN token SET NOT NULL
ALTER TABLE app.members DROP CONSTRAINT token_nn
CREATE UNIQUE INDEX members_token_ux ON app.members (token)
ALTER TABLE app.members ADD CONSTRAINT members_token_uq UNIQUE USING INDEX members_token_ux
DROP VIEW app.people
ALTER TABLE app.members ALTER COLUMN mail TYPE text
DROP POLICY adults ON app.members
ALTER TABLE app.members ALTER COLUMN age TYPE bigint
ALTER TABLE app.usage_eu ATTACH PARTITION app.usage_eu_2026 FOR VALUES FROM ('2026-01-01 00:00+00') TO ('2027-01-01 00:00+00')
ALTER TABLE app.usage_eu_2026 DROP CONSTRAINT in_2026
ALTER TABLE app.usage DETACH PARTITION app.usage_rest
ALTER TABLE app.usage ATTACH PARTITION app.usage_asia FOR VALUES IN ('jp')
DROP TABLE app.usage_rest
ALTER TABLE app.usage ADD COLUMN unit text DEFAULT 'kb'
CREATE INDEX ON app.usage (tenant_id) INCLUDE (metric)
CREATE TABLE app.usage_br PARTITION OF app.usage FOR VALUES IN ('br')
ALTER TABLE app.usage ALTER COLUMN metric TYPE varchar(60)
CREATE INDEX usage_unit_ix ON ONLY app.usage (unit)
CREATE INDEX usage_br_unit_ix ON app.usage_br (unit)
ALTER INDEX app.usage_unit_ix ATTACH PARTITION app.usage_br_unit_ix
ALTER TABLE ONLY app.usage DROP CONSTRAINT usage_amount_ck
ALTER TABLE app.usage DROP CONSTRAINT IF EXISTS usage_amount_ck
ALTER TABLE billing.months ATTACH PARTITION billing.months_2026 FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')
ALTER TABLE billing.invoices DROP CONSTRAINT invoices_month_fk
ALTER TABLE billing.months DETACH PARTITION billing.months_2024
ALTER TABLE billing.entry DROP COLUMN amount
ALTER TABLE billing.refund ALTER COLUMN amount TYPE numeric(10,2)
ALTER TABLE billing.chargeback ALTER COLUMN amount TYPE numeric(10,2)
ALTER TABLE billing.refund DROP COLUMN amount
DROP TABLE billing.payment
ALTER DOMAIN app.label ADD CONSTRAINT not_empty CHECK (VALUE <> '') NOT VALID
ALTER DOMAIN app.label VALIDATE CONSTRAINT not_empty
ALTER TABLE app.tenants ALTER COLUMN name TYPE varchar(100)
ALTER PUBLICATION out DROP TABLE app.tenants
ALTER TYPE app.contact ADD ATTRIBUTE fax text
ALTER SCHEMA app RENAME TO application
ALTER TABLE application.tenants ADD CHECK (seats < 500)
