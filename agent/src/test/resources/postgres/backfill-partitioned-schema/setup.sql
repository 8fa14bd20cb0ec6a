CREATE SCHEMA shop;
CREATE TABLE shop.visits (id bigint NOT NULL, place text NOT NULL, "Code" text) PARTITION BY LIST (place);
CREATE TABLE shop.visits_here PARTITION OF shop.visits (PRIMARY KEY (id)) FOR VALUES IN ('here');
CREATE TABLE shop.visits_rest PARTITION OF shop.visits DEFAULT;
INSERT INTO shop.visits SELECT n, (ARRAY['here', 'there'])[n % 2 + 1], 'C' || n FROM generate_series(1, 300) AS n;
