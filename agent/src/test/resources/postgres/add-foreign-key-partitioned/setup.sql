CREATE TABLE countries (code text PRIMARY KEY);
INSERT INTO countries VALUES ('DE'), ('FR'), ('US'), ('JP'), ('IT');
CREATE INDEX orders_country ON orders (country);
