ALTER TABLE iot.readings ATTACH PARTITION iot.readings_q3 FOR VALUES FROM ('2025-07-01 00:00+00') TO ('2025-10-01 00:00+00')
ALTER INDEX iot.readings_q3_device_id_at_value_idx RENAME TO q3_by_device
ALTER TABLE iot.readings VALIDATE CONSTRAINT readings_quality_ck
ALTER TABLE iot.readings ALTER COLUMN quality SET NOT NULL
CREATE TABLE iot.readings_q4 PARTITION OF iot.readings FOR VALUES FROM ('2025-10-01 00:00+00') TO ('2026-01-01 00:00+00')
DROP INDEX iot.readings_at_brin
ALTER TABLE iot.readings ADD PRIMARY KEY (device_id, at)
DROP TABLE iot.readings_q1
ALTER TABLE iot.readings DETACH PARTITION iot.readings_q2
ALTER TABLE iot.readings_q2 ALTER COLUMN extra TYPE jsonb
DROP MATERIALIZED VIEW iot.per_kind
DROP VIEW active CASCADE
ALTER TABLE iot.devices ALTER COLUMN kind TYPE varchar(40)
DROP INDEX iot.devices_words_ix
ALTER TABLE iot.devices ALTER COLUMN kind TYPE varchar(60)
ALTER TABLE iot.devices DROP CONSTRAINT devices_active_ex
ALTER TABLE iot.devices ALTER COLUMN active TYPE tstzrange USING tstzrange(lower(active), upper(active))
ALTER TABLE iot.devices ADD EXCLUDE USING gist (active WITH &&)
ALTER TABLE "Lager"."Artikel" RENAME COLUMN "Preis in €" TO preis
CREATE INDEX ON "Lager"."Artikel" (preis, "Größe")
ALTER INDEX "Lager"."Artikel_preis_Größe_idx" RENAME TO "nach Preis und Größe"
DROP VIEW "Lager"."Übersicht"
ALTER TABLE "Lager"."Artikel" ALTER COLUMN "Name" TYPE text
ALTER TABLE "Lager"."Fahrt" ALTER COLUMN km DROP EXPRESSION
ALTER TABLE "Lager"."Fahrt" DROP COLUMN meter
ALTER TABLE "Lager"."Halt" DROP CONSTRAINT "Halt_fahrt_fkey"
ALTER TABLE "Lager"."Fahrt" ALTER COLUMN id TYPE int
ALTER TABLE "Lager"."Halt" ADD FOREIGN KEY (fahrt) REFERENCES "Lager"."Fahrt"
DROP RULE tokens_to_log ON tokens
INSERT INTO tokens VALUES ('a', 'b')
ALTER TABLE tokens ADD PRIMARY KEY (k)
CLUSTER tokens USING tokens_pkey
ALTER TABLE parcels ADD CONSTRAINT ref_uq UNIQUE USING INDEX parcels_ref_ux
DROP INDEX parcels_day_ix
ALTER TABLE parcels ALTER COLUMN sent TYPE timestamp
DROP TABLE marks
DROP TABLE events_1
ALTER TABLE afar_parcels ADD COLUMN weight int
ALTER TABLE afar_parcels DROP CONSTRAINT named
ALTER TABLE afar_parcels ALTER COLUMN ref TYPE int
DROP SERVER afar CASCADE
ALTER TABLE afar_parcels ADD COLUMN x int
DROP EVENT TRIGGER iot_ddl
DROP FUNCTION iot.on_ddl()
