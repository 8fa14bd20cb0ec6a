CREATE TABLE parts (
  factory varchar(10) CHARACTER SET latin1 NOT NULL,
  number int unsigned NOT NULL,
  kind enum('screw','nail') NOT NULL DEFAULT 'nail',
  price decimal(10,2) NOT NULL,
  PRIMARY KEY (factory, number)
);
INSERT INTO parts VALUES ('a', 1, 'screw', 1), ('A2', 2, 'nail', 2), ('b', 1, 'nail', 3), ('b', 7, 'nail', 3), ('B2', 1, 'screw', 3), ('ü', 4000000000, 'screw', 4);
CREATE TRIGGER parts_price BEFORE INSERT ON parts FOR EACH ROW SET NEW.price = abs(NEW.price);
