ALTER TABLE care.patient ADD COLUMN ward_id smallint REFERENCES care.ward
CREATE INDEX ON care.patient (ward_id)
ALTER TABLE care.patient DROP CONSTRAINT patient_ward_id_fkey
ALTER TABLE care.patient ADD CONSTRAINT patient_ward_fk FOREIGN KEY (ward_id) REFERENCES care.ward ON DELETE SET NULL ON UPDATE CASCADE DEFERRABLE
DROP MATERIALIZED VIEW care.load
DROP VIEW care.wards
ALTER TABLE care.stay DROP CONSTRAINT stay_ward_fk
ALTER TABLE care.patient DROP COLUMN ward_id
ALTER TABLE care.ward ALTER COLUMN ward_id TYPE integer
ALTER TABLE care.stay ALTER COLUMN ward_id TYPE integer
ALTER TABLE care.stay ADD CONSTRAINT stay_ward_fk FOREIGN KEY (ward_id) REFERENCES care.ward NOT VALID
ALTER TABLE care.stay VALIDATE CONSTRAINT stay_ward_fk
ALTER TABLE care.lab ADD COLUMN unit text NOT NULL DEFAULT 'mg'
CREATE TABLE care.lab_stool PARTITION OF care.lab FOR VALUES IN ('stool')
ALTER TABLE care.lab ADD CONSTRAINT lab_patient_fk FOREIGN KEY (patient_id) REFERENCES care.patient
DROP TABLE care.lab_stool
ALTER TABLE care.lab_swab ADD COLUMN unit text NOT NULL DEFAULT 'mg', ADD PRIMARY KEY (lab_id, kind, taken), ADD CHECK (kind = 'swab')
ALTER TABLE care.lab ATTACH PARTITION care.lab_swab FOR VALUES IN ('swab')
ALTER TABLE audit.entry ADD PRIMARY KEY (id)
ALTER TABLE audit.entry ALTER COLUMN what SET NOT NULL
ALTER TABLE audit.login NO INHERIT audit.entry
DROP TABLE audit.login
ALTER TABLE audit.entry ALTER COLUMN id TYPE bigint, ALTER COLUMN what TYPE varchar(100)
ALTER DOMAIN care.note ADD CONSTRAINT short CHECK (length(VALUE) < 1000)
ALTER TABLE care.patient ALTER COLUMN comment TYPE text
DROP DOMAIN care.note
ALTER TABLE care.drug ALTER COLUMN strength DROP NOT NULL, ALTER COLUMN strength TYPE numeric
ALTER TABLE care.given RENAME TO dispensed
ALTER INDEX care.given_pkey RENAME TO dispensed_pkey
TRUNCATE care.patient CASCADE
DROP TABLE care.patient CASCADE
