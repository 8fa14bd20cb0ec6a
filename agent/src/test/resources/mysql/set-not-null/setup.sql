CREATE TABLE orders (
  id bigint PRIMARY KEY AUTO_INCREMENT,
  country varchar(2) NOT NULL,
  region varchar(20) CHARACTER SET latin1 COLLATE latin1_bin NULL DEFAULT 'eu' COMMENT 'NULL, or ''where''',
  seen timestamp NULL,
  size enum('a NULL','b') NULL
);
INSERT INTO orders (country, region, seen, size) VALUES ('DE', 'eu', '2020-01-01', 'b');
