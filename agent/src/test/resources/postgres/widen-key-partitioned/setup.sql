CREATE TABLE events (
  id serial,
  kind text NOT NULL,
  at date NOT NULL,
  note text,
  CONSTRAINT events_key PRIMARY KEY (id, kind, at),
  CONSTRAINT events_once UNIQUE (at, kind, id),
  CONSTRAINT events_id_positive CHECK (id > 0)
) PARTITION BY RANGE (at);
CREATE TABLE events_2026 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01') PARTITION BY LIST (kind);
CREATE TABLE events_2026_rest PARTITION OF events_2026 DEFAULT;
CREATE TABLE events_rest PARTITION OF events DEFAULT;
CREATE INDEX events_by_id ON events (id);
CREATE INDEX events_rest_noted ON events_rest (id) WHERE note IS NOT NULL;
INSERT INTO events (kind, at, note)
SELECT (ARRAY['in', 'out'])[1 + n % 2], date '2024-10-01' + n % 1000, 'n' || n FROM generate_series(1, 600) AS n;
