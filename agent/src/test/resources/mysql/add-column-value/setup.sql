CREATE TABLE orders (
  id bigint PRIMARY KEY AUTO_INCREMENT,
  country varchar(2) NOT NULL,
  amount decimal(10,2) NOT NULL,
  changed_at timestamp(6) NOT NULL DEFAULT current_timestamp(6) ON UPDATE current_timestamp(6),
  KEY orders_country_idx (country)
);
INSERT INTO orders (country, amount) VALUES ('DE', 1), ('US', 2), ('FR', 3), ('GB', 4), ('US', 5), ('DE', 6), ('FR', 7);
