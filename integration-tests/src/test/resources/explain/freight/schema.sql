CREATE SCHEMA iot;
CREATE SCHEMA "Lager";
CREATE TYPE iot.state AS ENUM ('new', 'on', 'off', 'gone');
CREATE TYPE "Lager"."Maß" AS ("Länge" numeric(8,2), "Breite" numeric(8,2));
CREATE DOMAIN iot.celsius AS numeric(5,2) CHECK (VALUE > -273.15);
CREATE DOMAIN iot.serial_no AS char(12) NOT NULL;
CREATE DOMAIN "Lager"."Größe" AS integer DEFAULT 1;
CREATE COLLATION "Lager"."wie C" FROM "C";
CREATE SEQUENCE iot.reading_no AS bigint INCREMENT 10 CACHE 100;
CREATE SEQUENCE "Lager"."Nummer" AS smallint CYCLE;
CREATE FUNCTION iot.bucket(at timestamptz) RETURNS timestamptz LANGUAGE sql IMMUTABLE AS $$ SELECT to_timestamp(floor(extract(epoch FROM at) / 300) * 300) $$;
CREATE FUNCTION iot.valid(v numeric) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN RETURN v IS NOT NULL; END $$;
CREATE FUNCTION iot.note_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE FUNCTION iot.on_ddl() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN NULL; END $$;
CREATE TABLE iot.devices (
    device_id uuid PRIMARY KEY DEFAULT '00000000-0000-0000-0000-000000000000',
    serial iot.serial_no,
    kind varchar(16) NOT NULL,
    state iot.state DEFAULT 'new',
    firmware text COLLATE "C",
    address inet,
    mac macaddr,
    place point,
    settings jsonb DEFAULT '{}',
    labels text[] DEFAULT '{}',
    alarm_below iot.celsius,
    alarm_above numeric(5,2),
    bought date,
    active tsrange,
    flags bit varying(16),
    raw bytea,
    price money,
    height real,
    weight double precision,
    seen time,
    code "char",
    CONSTRAINT devices_serial_uq UNIQUE (serial) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT devices_alarm_ck CHECK (alarm_below < alarm_above),
    CONSTRAINT devices_active_ex EXCLUDE USING gist (active WITH &&) WHERE (state = 'on')
);
CREATE INDEX devices_settings_gin ON iot.devices USING gin (settings jsonb_path_ops);
CREATE INDEX devices_labels_gin ON iot.devices USING gin (labels);
CREATE INDEX devices_place_gist ON iot.devices USING gist (place);
CREATE INDEX devices_address_spgist ON iot.devices USING spgist (address);
CREATE INDEX devices_firmware_ix ON iot.devices (firmware text_pattern_ops);
CREATE INDEX devices_words_ix ON iot.devices USING gin (to_tsvector('english', kind || ' ' || firmware));
CREATE TABLE iot.readings (
    reading_id bigint NOT NULL DEFAULT nextval('iot.reading_no'),
    device_id uuid NOT NULL,
    at timestamptz NOT NULL DEFAULT now(),
    value iot.celsius,
    quality smallint,
    extra json,
    CONSTRAINT readings_device_fk FOREIGN KEY (device_id) REFERENCES iot.devices (device_id) ON DELETE CASCADE,
    CONSTRAINT readings_quality_ck CHECK (quality BETWEEN 0 AND 100) NOT VALID
) PARTITION BY RANGE (at);
CREATE TABLE iot.readings_q1 PARTITION OF iot.readings FOR VALUES FROM ('2025-01-01 00:00+00') TO ('2025-04-01 00:00+00') PARTITION BY HASH (device_id);
CREATE TABLE iot.readings_q1_0 PARTITION OF iot.readings_q1 FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE iot.readings_q1_1 PARTITION OF iot.readings_q1 FOR VALUES WITH (MODULUS 2, REMAINDER 1);
CREATE TABLE iot.readings_q2 PARTITION OF iot.readings FOR VALUES FROM ('2025-04-01 00:00+00') TO ('2025-07-01 00:00+00');
CREATE INDEX readings_at_brin ON iot.readings USING brin (at) WITH (pages_per_range = 64);
CREATE INDEX readings_device_ix ON iot.readings (device_id, at DESC) INCLUDE (value);
CREATE UNIQUE INDEX readings_q2_no_ux ON iot.readings_q2 (reading_id);
CREATE TRIGGER readings_note AFTER INSERT ON iot.readings FOR EACH ROW EXECUTE FUNCTION iot.note_change();
CREATE TABLE iot.readings_q3 (LIKE iot.readings INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING INDEXES);
CREATE TABLE iot.hourly (device_id uuid, hour timestamptz, low numeric, high numeric, PRIMARY KEY (device_id, hour)) WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.01);
CREATE TABLE "Lager"."Artikel" (
    "Nr" integer DEFAULT nextval('"Lager"."Nummer"') PRIMARY KEY,
    "Name" varchar(50) NOT NULL,
    "Größe" "Lager"."Größe",
    "Maße" "Lager"."Maß",
    "Preis in €" numeric(10,2) CHECK ("Preis in €" >= 0),
    "order" int,
    "bezeichnung" text COLLATE "Lager"."wie C",
    CONSTRAINT "Name ist eindeutig" UNIQUE ("Name")
);
CREATE INDEX "nach Preis" ON "Lager"."Artikel" ("Preis in €" DESC NULLS LAST);
CREATE TABLE "Lager"."Bestand" (
    "Artikel" integer NOT NULL REFERENCES "Lager"."Artikel" ON UPDATE CASCADE,
    platz char(6) NOT NULL,
    menge numeric NOT NULL DEFAULT 0,
    gültig daterange NOT NULL DEFAULT '[2025-01-01,)',
    PRIMARY KEY ("Artikel", platz),
    CONSTRAINT "nie zweimal" EXCLUDE USING gist (gültig WITH &&) DEFERRABLE
);
CREATE TABLE "Lager"."Fahrt" (
    id bigserial PRIMARY KEY,
    von text, nach text,
    km numeric(6,1) GENERATED ALWAYS AS (meter / 1000.0) STORED,
    meter int,
    dauer interval,
    ab timestamp,
    an timestamp,
    fahrzeug int UNIQUE,
    CONSTRAINT zeit CHECK (an > ab),
    CONSTRAINT ort CHECK (von IS NOT NULL AND nach IS NOT NULL)
);
ALTER TABLE "Lager"."Fahrt" CLUSTER ON "Fahrt_fahrzeug_key";
ALTER TABLE "Lager"."Fahrt" REPLICA IDENTITY USING INDEX "Fahrt_pkey";
CREATE TABLE "Lager"."Halt" (fahrt bigint REFERENCES "Lager"."Fahrt" (id) DEFERRABLE, pos smallint, ort text, PRIMARY KEY (fahrt, pos));
CREATE TABLE parcels (
    parcel_id bigint PRIMARY KEY,
    ref text NOT NULL,
    weight integer,
    size numeric,
    dest char(2),
    sent timestamp with time zone,
    ok boolean DEFAULT false,
    doc xml,
    path int[]
);
CREATE UNIQUE INDEX parcels_ref_ux ON parcels (ref);
CREATE INDEX parcels_sent_ix ON parcels (sent) WHERE NOT ok;
CREATE INDEX parcels_day_ix ON parcels (((sent AT TIME ZONE 'UTC')::date));
CREATE TABLE parcels_old (LIKE parcels);
CREATE TABLE events (id bigint GENERATED BY DEFAULT AS IDENTITY, parcel_id bigint NOT NULL, what text, at timestamptz) PARTITION BY RANGE (id);
CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM (0) TO (1000000);
CREATE TABLE events_2 PARTITION OF events FOR VALUES FROM (1000000) TO (MAXVALUE);
ALTER TABLE events ADD CONSTRAINT events_pk PRIMARY KEY (id);
CREATE TABLE marks (event_id bigint REFERENCES events ON DELETE CASCADE, mark text);
CREATE TABLE tokens (k text, v text);
CREATE VIEW active AS SELECT d.device_id, d.kind, d.state FROM iot.devices d WHERE d.state <> 'gone';
CREATE VIEW active_named AS SELECT a.device_id, a.kind AS name FROM active a;
CREATE VIEW "Lager"."Übersicht" AS SELECT a."Name", sum(b.menge) AS menge FROM "Lager"."Artikel" a LEFT JOIN "Lager"."Bestand" b ON b."Artikel" = a."Nr" GROUP BY a."Name";
CREATE MATERIALIZED VIEW iot.latest AS SELECT DISTINCT ON (device_id) device_id, at, value FROM iot.readings ORDER BY device_id, at DESC;
CREATE UNIQUE INDEX latest_device_ux ON iot.latest (device_id);
CREATE MATERIALIZED VIEW iot.per_kind AS SELECT kind, count(*) AS n FROM active a JOIN iot.latest l USING (device_id) GROUP BY kind;
CREATE INDEX per_kind_n_ix ON iot.per_kind (n);
CREATE RULE tokens_to_log AS ON INSERT TO tokens DO ALSO INSERT INTO parcels_old (parcel_id, ref) VALUES (0, NEW.k);
CREATE RULE active_update AS ON UPDATE TO active DO INSTEAD UPDATE iot.devices SET kind = NEW.kind WHERE device_id = OLD.device_id;
CREATE STATISTICS iot.device_stats (ndistinct, dependencies) ON kind, state FROM iot.devices;
CREATE FOREIGN DATA WRAPPER none;
CREATE SERVER afar FOREIGN DATA WRAPPER none;
CREATE FOREIGN TABLE afar_parcels (parcel_id bigint NOT NULL, ref text, CONSTRAINT named CHECK (ref <> '')) SERVER afar;
CREATE EVENT TRIGGER iot_ddl ON ddl_command_end EXECUTE FUNCTION iot.on_ddl();
ALTER EVENT TRIGGER iot_ddl DISABLE;
