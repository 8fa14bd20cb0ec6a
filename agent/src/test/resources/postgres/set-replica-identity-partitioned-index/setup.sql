CREATE UNIQUE INDEX "Orders key" ON orders (country, created_at, id);
ALTER TABLE orders_rest REPLICA IDENTITY NOTHING;
