CREATE SCHEMA "Odd ""schema""";
CREATE TABLE "Odd ""schema"""."a table with a rather long name, 63 with schema" (
  "the key: ""id""" uuid NOT NULL,
  "a' b" int
);
CREATE UNIQUE INDEX "the key" ON "Odd ""schema"""."a table with a rather long name, 63 with schema" ("the key: ""id""");
INSERT INTO "Odd ""schema"""."a table with a rather long name, 63 with schema"
SELECT md5(n::text)::uuid, n FROM generate_series(1, 300) AS n;
