CREATE TABLE claims (id bigint PRIMARY KEY, "Order" bigint, placed date, CONSTRAINT claims_fk FOREIGN KEY ("Order", placed) REFERENCES orders) PARTITION BY RANGE (id);
CREATE TABLE claims_0 PARTITION OF claims FOR VALUES FROM (0) TO (1000);
CREATE TABLE claims_1 PARTITION OF claims FOR VALUES FROM (1000) TO (MAXVALUE);
INSERT INTO claims SELECT id, id, placed FROM orders;
CREATE TABLE none (id bigint PRIMARY KEY) PARTITION BY RANGE (id);
ALTER TABLE refunds ADD COLUMN none bigint CONSTRAINT refunds_none_fk REFERENCES none;
