CREATE TABLE notes (text text PRIMARY KEY);
INSERT INTO notes VALUES ('none'), ('urgent');
UPDATE orders SET note = 'urgent' WHERE id % 7 = 0;
CREATE INDEX orders_by_note ON orders (lower(note), id);
ALTER TABLE orders ADD CONSTRAINT orders_note_key UNIQUE (note, country, created_at, id), ADD CONSTRAINT orders_note_short CHECK (length(note) < 100);
CREATE INDEX own_note ON orders_2025 (note);
ALTER TABLE orders ADD CONSTRAINT orders_note_fk FOREIGN KEY (note) REFERENCES notes;
COMMENT ON COLUMN orders.note IS 'What they said';
