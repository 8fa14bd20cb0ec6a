CREATE SCHEMA billing;
CREATE FUNCTION billing.label(place text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT ''[''||place||'']''';
CREATE TABLE billing.lines (
  "Invoice" text NOT NULL,
  line smallint NOT NULL,
  text text,
  gone int,
  PRIMARY KEY ("Invoice", line)
);
ALTER TABLE billing.lines DROP COLUMN gone;
INSERT INTO billing.lines
SELECT 'invoice ' || n / 3, n % 3, CASE n % 5 WHEN 0 THEN NULL ELSE 'text ' || n END FROM generate_series(1, 1000) AS n;
