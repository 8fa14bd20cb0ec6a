CREATE TABLE events_2027 (
  kind text COLLATE "C", happened timestamptz NOT NULL, dropped int, site bigint NOT NULL, id bigint NOT NULL,
  day int GENERATED ALWAYS AS (id % 7) STORED);
ALTER TABLE events_2027 DROP COLUMN dropped;
INSERT INTO events_2027 (id, site, happened) SELECT n, n % 20 + 1, timestamptz '2027-01-01' + n * interval '6 hours' FROM generate_series(1, 1000) AS n;
