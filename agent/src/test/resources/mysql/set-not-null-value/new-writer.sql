REPLACE INTO orders (id, country, region) VALUES ('z', 'FR', 'eu');
