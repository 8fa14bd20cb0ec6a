CREATE TABLE papers (
  id int PRIMARY KEY,
  body text NOT NULL,
  data blob NOT NULL,
  extra json NOT NULL,
  kind enum('a','b') NOT NULL,
  born date NOT NULL,
  seen timestamp(6) NOT NULL DEFAULT '2020-01-01 00:00:00',
  note varchar(10) NULL
);
INSERT INTO papers (id, body, data, extra, kind, born) VALUES (1, 'x', 'y', '{}', 'a', '2020-02-02');
