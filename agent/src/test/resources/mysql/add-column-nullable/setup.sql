CREATE TABLE orders (id bigint PRIMARY KEY AUTO_INCREMENT, country varchar(2) NOT NULL);
INSERT INTO orders (country) VALUES ('DE'), ('US');
