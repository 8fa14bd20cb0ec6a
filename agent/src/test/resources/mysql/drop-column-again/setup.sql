CREATE TABLE orders (
  id bigint PRIMARY KEY AUTO_INCREMENT,
  country varchar(2) NOT NULL,
  amount decimal(10,2) NOT NULL,
  region varchar(255) NOT NULL,
  KEY orders_region_idx (region)
);
