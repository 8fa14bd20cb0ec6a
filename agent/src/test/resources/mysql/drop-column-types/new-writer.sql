REPLACE INTO papers (id) VALUES (2);
