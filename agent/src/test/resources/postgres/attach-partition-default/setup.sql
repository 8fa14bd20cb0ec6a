CREATE TABLE events_other PARTITION OF events DEFAULT;
INSERT INTO events (id, site, happened) SELECT n, n % 20 + 1, timestamptz '2029-02-01' + n * interval '6 hours' FROM generate_series(1, 500) AS n;
CREATE TABLE events_2027 (LIKE events INCLUDING ALL EXCLUDING INDEXES);
ALTER TABLE events_2027 ADD CONSTRAINT at_a_site FOREIGN KEY (site) REFERENCES sites, ADD PRIMARY KEY (id, happened),
  ADD CONSTRAINT own_rule CHECK (site < 1000);
CREATE INDEX same ON events_2027 (site, happened) WHERE site > 1;
CREATE INDEX own_idx ON events_2027 (day);
INSERT INTO events_2027 (id, site, happened) SELECT n, n % 20 + 1, timestamptz '2027-01-01' + n * interval '6 hours' FROM generate_series(1, 1000) AS n;
