CREATE SCHEMA shop;
CREATE TABLE shop.orders (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, region text DEFAULT 'eu', note text);
CREATE SCHEMA shop_v2;
COMMENT ON SCHEMA shop_v2 IS 'Lockstep: views of a version of the application over shop';
CREATE VIEW shop_v2.orders AS SELECT id, region FROM shop.orders;
INSERT INTO shop.orders (region) SELECT 'us' FROM generate_series(1, 20);
