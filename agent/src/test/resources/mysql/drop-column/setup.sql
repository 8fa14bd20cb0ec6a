CREATE TABLE orders (
  id bigint PRIMARY KEY AUTO_INCREMENT,
  country varchar(2) NOT NULL,
  region varchar(255) NOT NULL,
  KEY orders_region_idx (region),
  KEY orders_country_region_idx (country, region)
);
INSERT INTO orders (country, region) VALUES ('DE', 'eu'), ('US', 'us');
