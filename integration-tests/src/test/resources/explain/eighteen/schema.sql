CREATE EXTENSION btree_gist;
CREATE TABLE rooms (
    room integer,
    valid daterange NOT NULL,
    name text CONSTRAINT rooms_name_given NOT NULL,
    seats integer,
    price numeric(8,2),
    price_gross numeric GENERATED ALWAYS AS (price * 1.19) VIRTUAL,
    label text GENERATED ALWAYS AS (upper(name)) STORED,
    CONSTRAINT rooms_pk PRIMARY KEY (room, valid WITHOUT OVERLAPS)
);
ALTER TABLE rooms ADD CONSTRAINT seats_given NOT NULL seats NOT VALID;
CREATE TABLE stays (
    stay bigint PRIMARY KEY,
    room integer,
    during daterange,
    guest text,
    paid numeric(8,2),
    CONSTRAINT stays_room_fk FOREIGN KEY (room, PERIOD during) REFERENCES rooms (room, PERIOD valid)
);
CREATE TABLE guests (
    guest integer PRIMARY KEY,
    name text,
    age integer,
    mail text,
    home integer,
    CONSTRAINT age_sane CHECK (age > 0) NOT ENFORCED,
    CONSTRAINT mail_given CHECK (mail IS NOT NULL)
);
CREATE TABLE friends (
    a integer,
    b integer,
    since date,
    CONSTRAINT friends_a_fk FOREIGN KEY (a) REFERENCES guests NOT ENFORCED,
    CONSTRAINT friends_b_fk FOREIGN KEY (b) REFERENCES guests
);
CREATE TABLE meters (id bigint NOT NULL, at date NOT NULL, value real, twice real GENERATED ALWAYS AS (value * 2)) PARTITION BY RANGE (at);
CREATE TABLE meters_1 PARTITION OF meters FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE meters_2 PARTITION OF meters FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
CREATE TABLE base (id integer CONSTRAINT base_id_given NOT NULL, v text);
CREATE TABLE child (w text) INHERITS (base);
ALTER TABLE base ADD CONSTRAINT base_v_given NOT NULL v NO INHERIT NOT VALID;
CREATE TABLE loose (id integer, v text, w text);
CREATE UNIQUE INDEX guests_mail_idx ON guests (mail);
CREATE UNIQUE INDEX guests_name_idx ON guests (name);
CREATE VIEW priced AS SELECT room, price, price_gross FROM rooms;
