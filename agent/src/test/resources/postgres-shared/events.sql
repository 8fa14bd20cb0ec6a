CREATE TABLE sites (id bigint PRIMARY KEY);
INSERT INTO sites SELECT n FROM generate_series(1, 20) AS n;
CREATE TABLE events (
  id bigint NOT NULL, site bigint NOT NULL CONSTRAINT events_site_fk REFERENCES sites, happened timestamptz NOT NULL DEFAULT now(),
  kind text COLLATE "C" DEFAULT 'view', day int GENERATED ALWAYS AS (id % 7) STORED,
  CONSTRAINT events_pkey PRIMARY KEY (id, happened), CONSTRAINT events_kind_site UNIQUE (kind, site, id, happened),
  CONSTRAINT events_id_positive CHECK (id > 0)) PARTITION BY RANGE (happened);
COMMENT ON COLUMN events.kind IS 'What it was';
CREATE INDEX events_site_happened ON events (site, happened DESC) WHERE site > 1;
CREATE INDEX events_lower ON events (lower(kind), site);
CREATE FUNCTION note_event() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
CREATE TRIGGER events_noted AFTER INSERT OR DELETE ON events FOR EACH ROW EXECUTE FUNCTION note_event();
CREATE TRIGGER events_seen AFTER INSERT ON events FOR EACH STATEMENT EXECUTE FUNCTION note_event();
CREATE TABLE events_2025 PARTITION OF events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE events_2026 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
INSERT INTO events (id, site, happened) SELECT n, n % 20 + 1, timestamptz '2025-02-01' + n * interval '6 hours' FROM generate_series(1, 2000) AS n;
