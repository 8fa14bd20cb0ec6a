-- one after the other, each on what the others have left
ALTER TABLE orders ADD COLUMN region_id integer DEFAULT 1
ALTER TABLE orders ALTER COLUMN region_id SET NOT NULL
CREATE TABLE regions (id serial PRIMARY KEY, code text UNIQUE NOT NULL)
ALTER TABLE orders ADD CONSTRAINT orders_region_fk FOREIGN KEY (region_id) REFERENCES regions NOT VALID
CREATE INDEX ON orders (region_id)
ALTER TABLE regions RENAME TO zones
ALTER TABLE zones RENAME COLUMN id TO zone_id
ALTER TABLE zones ALTER COLUMN zone_id TYPE bigint
ALTER TABLE orders RENAME COLUMN region_id TO zone_id
ALTER TABLE orders DROP COLUMN zone_id
DROP TABLE zones
ALTER TABLE pending ADD CONSTRAINT pending_amount_given CHECK (amount IS NOT NULL) NOT VALID
ALTER TABLE pending ALTER COLUMN amount SET NOT NULL
ALTER TABLE pending ALTER COLUMN amount DROP NOT NULL
ALTER TABLE pending VALIDATE CONSTRAINT pending_amount_given
ALTER TABLE pending ALTER COLUMN amount SET NOT NULL
ALTER TABLE pending DROP CONSTRAINT pending_amount_given
ALTER TABLE pending VALIDATE CONSTRAINT pending_customer_fk
ALTER TABLE pending VALIDATE CONSTRAINT pending_customer_fk
DROP VIEW open_codes
DROP VIEW open_orders
DROP MATERIALIZED VIEW totals
ALTER TABLE orders ALTER COLUMN code TYPE varchar(40)
ALTER TABLE orders ALTER COLUMN amount TYPE numeric(12,2)
ALTER TABLE orders ALTER COLUMN id TYPE bigint
ALTER TABLE lines ALTER COLUMN order_id TYPE bigint
ALTER INDEX areas_people_idx ATTACH PARTITION areas_fr_people_idx
CREATE INDEX areas_de_people_idx ON areas_de (people)
ALTER INDEX areas_people_idx ATTACH PARTITION areas_de_people_idx
ALTER TABLE areas ATTACH PARTITION areas_it FOR VALUES IN ('it')
CREATE TABLE areas_at PARTITION OF areas FOR VALUES IN ('at')
ALTER TABLE areas ADD COLUMN river text DEFAULT random()::text
ALTER TABLE areas DETACH PARTITION areas_it
ALTER TABLE areas_it ADD COLUMN own text
DROP TABLE areas_at
DROP INDEX areas_people_idx
ALTER TABLE events ATTACH PARTITION events_2027 FOR VALUES FROM ('2027-01-01') TO ('2028-01-01')
CREATE INDEX events_size_idx ON events (size)
DROP TABLE visits
DROP TABLE events_2027
ALTER TABLE events DROP CONSTRAINT events_pkey
ALTER TABLE events ADD PRIMARY KEY (id, at)
ALTER TABLE loners INHERIT people
ALTER TABLE people ADD COLUMN email text
ALTER TABLE people DROP COLUMN email
ALTER TABLE loners NO INHERIT people
ALTER TABLE people ADD COLUMN phone text
DROP TABLE people CASCADE
CREATE VIEW names AS SELECT id, name FROM customers
ALTER TABLE customers DROP COLUMN name
DROP POLICY mine ON customers
ALTER TABLE customers RENAME COLUMN name TO full_name
CREATE OR REPLACE VIEW names AS SELECT id, full_name AS name FROM customers
ALTER TABLE customers DROP COLUMN full_name CASCADE
ALTER TABLE customers SET SCHEMA billing
ALTER TABLE customers ADD COLUMN x text
ALTER TABLE billing.customers ADD COLUMN x text
ALTER TYPE mood RENAME TO feeling
ALTER TABLE billing.customers ALTER COLUMN mood TYPE feeling
ALTER TABLE billing.customers ALTER COLUMN mood SET DEFAULT 'ok'
ALTER DOMAIN posint DROP CONSTRAINT posint_check
ALTER TABLE bare ADD COLUMN p posint
ALTER TABLE bare ADD COLUMN q posint DEFAULT 5
ALTER DOMAIN posint ADD CONSTRAINT small CHECK (VALUE < 1000)
ALTER TABLE bare ADD COLUMN r posint
CREATE FUNCTION fresh() RETURNS text LANGUAGE plpgsql STABLE AS 'BEGIN RETURN 1; END'
ALTER TABLE bare ADD COLUMN s text DEFAULT fresh()
DROP FUNCTION fresh()
ALTER TABLE bare ALTER COLUMN s DROP DEFAULT
DROP FUNCTION fresh()
CLUSTER rules USING rules_d_idx
CLUSTER rules
ALTER TABLE rules ADD PRIMARY KEY USING INDEX rules_d_idx
ALTER TABLE rules RENAME CONSTRAINT rules_d_idx TO rules_pkey
CREATE TABLE follower (d integer REFERENCES rules)
ALTER TABLE rules DROP CONSTRAINT rules_pkey
DROP TABLE rules
DROP TABLE follower, rules
ALTER TABLE computed ALTER COLUMN total DROP EXPRESSION
ALTER TABLE computed DROP COLUMN price
DROP SCHEMA billing CASCADE
