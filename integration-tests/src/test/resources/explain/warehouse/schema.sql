-- warehouse and devices
CREATE EXTENSION btree_gist;
CREATE TYPE unit AS ENUM ('kg', 'l', 'piece');
CREATE TYPE size_mm AS (w integer, h integer, d integer);
CREATE DOMAIN sku AS varchar(24) CHECK (VALUE ~ '^[A-Z0-9-]+$');
CREATE DOMAIN pct AS numeric(5,2) CHECK (VALUE BETWEEN 0 AND 100);
CREATE SEQUENCE shared_seq INCREMENT 10;
CREATE FUNCTION next_code() RETURNS text LANGUAGE sql VOLATILE AS $$ SELECT 'C' || nextval('shared_seq') $$;
CREATE FUNCTION vat(amount numeric, rate numeric DEFAULT 0.19) RETURNS numeric LANGUAGE sql IMMUTABLE AS $$ SELECT amount * rate $$;
CREATE FUNCTION notify_change() RETURNS trigger LANGUAGE plpgsql AS $$ begin perform pg_notify('c', TG_TABLE_NAME); return null; end $$;
CREATE TABLE sites (site_no smallint PRIMARY KEY, code char(3) NOT NULL, label text, opened date, geo point, UNIQUE (code) INCLUDE (label));
CREATE TABLE articles (
  id bigint GENERATED ALWAYS AS IDENTITY (START 100) PRIMARY KEY,
  sku sku NOT NULL,
  title varchar(200) NOT NULL DEFAULT '',
  unit unit NOT NULL DEFAULT 'piece',
  price numeric(12,2),
  price_vat numeric GENERATED ALWAYS AS (price * 1.19) STORED,
  dims size_mm,
  discount pct,
  attrs jsonb,
  tags text[] NOT NULL DEFAULT '{}',
  replaced_by bigint,
  created timestamp with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT articles_sku_key UNIQUE (sku),
  CONSTRAINT articles_replaced_fk FOREIGN KEY (replaced_by) REFERENCES articles (id) ON UPDATE CASCADE ON DELETE SET NULL,
  CONSTRAINT price_ok CHECK (price IS NULL OR price >= 0)
);
CREATE INDEX articles_title_idx ON articles (title varchar_pattern_ops);
CREATE INDEX articles_price_idx ON articles (price DESC) WHERE price IS NOT NULL;
CREATE INDEX articles_attrs_idx ON articles USING gin (attrs);
CREATE INDEX articles_tags_idx ON articles USING gin (tags);
CREATE INDEX articles_lang_idx ON articles ((attrs ->> 'lang'), id);
CREATE TABLE stock (
  site smallint NOT NULL REFERENCES sites,
  article bigint NOT NULL,
  qty numeric(14,3) NOT NULL DEFAULT 0,
  min_qty numeric(14,3),
  counted_at timestamp(0),
  batch integer[],
  PRIMARY KEY (site, article),
  CONSTRAINT stock_article_fk FOREIGN KEY (article) REFERENCES articles MATCH FULL ON UPDATE RESTRICT
) WITH (fillfactor = 70);
CREATE TABLE moves (
  id bigint NOT NULL,
  site smallint,
  article bigint,
  moved timestamptz NOT NULL,
  delta numeric NOT NULL CHECK (delta <> 0),
  reason text,
  FOREIGN KEY (site, article) REFERENCES stock (site, article)
) PARTITION BY LIST (site);
CREATE TABLE moves_1 PARTITION OF moves FOR VALUES IN (1) PARTITION BY RANGE (moved);
CREATE TABLE moves_1_old PARTITION OF moves_1 FOR VALUES FROM (MINVALUE) TO ('2026-01-01');
CREATE TABLE moves_1_new PARTITION OF moves_1 FOR VALUES FROM ('2026-01-01') TO (MAXVALUE);
CREATE TABLE moves_2 PARTITION OF moves FOR VALUES IN (2, 3);
CREATE TABLE moves_null PARTITION OF moves FOR VALUES IN (NULL);
CREATE INDEX moves_moved_idx ON moves (moved);
CREATE UNIQUE INDEX moves_2_id_idx ON moves_2 (id);
CREATE TABLE devices (device uuid PRIMARY KEY, site smallint REFERENCES sites ON DELETE NO ACTION NOT DEFERRABLE, name text UNIQUE NULLS NOT DISTINCT, ip inet, mac macaddr, cfg json, fw bit varying(16), up interval second(2));
CREATE TABLE readings (device uuid REFERENCES devices ON DELETE CASCADE, at timestamptz, value double precision, raw bytea, PRIMARY KEY (device, at));
CREATE TABLE bookings (room int, who text, during tstzrange NOT NULL, cancelled boolean, CONSTRAINT no_overlap EXCLUDE USING gist (room WITH =, during WITH &&) WHERE (NOT cancelled));
CREATE TABLE base_doc (doc_id int PRIMARY KEY, body text, at date DEFAULT now());
CREATE TABLE invoice_doc (total numeric, CHECK (total > 0)) INHERITS (base_doc);
CREATE TABLE memo_doc (author text) INHERITS (base_doc);
CREATE TABLE "Mixed Case" ("Id" serial PRIMARY KEY, "The Value" varchar(10) CHECK ("The Value" <> ''), "select" int);
CREATE UNLOGGED TABLE cache (k text, v text, PRIMARY KEY (k));
CREATE VIEW article_list AS SELECT a.id, a.sku, a.title, s.qty FROM articles a LEFT JOIN stock s ON s.article = a.id;
CREATE VIEW cheap AS SELECT * FROM article_list WHERE qty > 0;
CREATE VIEW editable AS SELECT site_no, label FROM sites;
CREATE MATERIALIZED VIEW per_site AS SELECT site, sum(qty) AS total FROM stock GROUP BY site;
CREATE UNIQUE INDEX per_site_uq ON per_site (site);
CREATE INDEX per_site_total ON per_site (total);
CREATE TRIGGER articles_changed AFTER INSERT OR UPDATE OF price, title OR DELETE ON articles FOR EACH ROW EXECUTE FUNCTION notify_change();
CREATE TRIGGER stock_changed AFTER UPDATE ON stock FOR EACH STATEMENT EXECUTE FUNCTION notify_change();
CREATE TRIGGER moves_changed AFTER INSERT ON moves FOR EACH ROW EXECUTE FUNCTION notify_change();
ALTER TABLE stock ADD CONSTRAINT min_given CHECK (min_qty IS NOT NULL) NOT VALID;
ALTER TABLE readings ADD CONSTRAINT value_sane CHECK (value < 1e9) NOT VALID;
CREATE STATISTICS stock_st (mcv) ON site, article FROM stock;
ALTER TABLE devices CLUSTER ON devices_pkey;
ALTER TABLE devices REPLICA IDENTITY FULL;
