CREATE SCHEMA shop;
CREATE TABLE shop.codes ("Code" text NOT NULL);
INSERT INTO shop.codes SELECT 'C' || n FROM generate_series(1, 300) AS n;
