REPLACE INTO papers (id, body, data, extra, kind, born) VALUES (1, 'x', 'y', '{}', 'a', '2020-02-02');
