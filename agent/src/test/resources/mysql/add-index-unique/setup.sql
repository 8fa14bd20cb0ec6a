CREATE TABLE orders (id bigint PRIMARY KEY AUTO_INCREMENT, country varchar(2) NOT NULL, amount int NOT NULL);
INSERT INTO orders (country, amount) VALUES ('DE', 1), ('US', 2);
