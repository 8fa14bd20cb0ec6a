-- one after the other, each on what the others have left
ALTER TABLE cms.redirects DROP COLUMN code
DROP RULE redirects_keep ON cms.redirects
ALTER TABLE cms.redirects DROP COLUMN code
DROP TABLE cms.media_log
DROP RULE media_logged ON cms.media
DROP TABLE cms.media_log
CREATE RULE keep AS ON DELETE TO cms.media DO INSTEAD UPDATE cms.tags SET uses = 0 WHERE tag = OLD.file
ALTER TABLE cms.tags RENAME COLUMN uses TO used
ALTER TABLE cms.tags ALTER COLUMN used TYPE bigint
DELETE FROM cms.media
DROP RULE keep ON cms.media
ALTER TABLE cms.tags ALTER COLUMN used TYPE bigint
CREATE POLICY own ON cms.tags USING (used > 0)
ALTER TABLE cms.tags ALTER COLUMN used TYPE integer
DROP POLICY own ON cms.tags
ALTER TABLE cms.tags ALTER COLUMN used TYPE integer
CREATE OR REPLACE VIEW cms.everything AS SELECT node, rev, body, by_author, at, 1 AS one FROM cms.revisions
ALTER TABLE cms.revisions DROP COLUMN body
DROP VIEW cms.everything
ALTER TABLE cms.revisions DROP COLUMN body
ALTER TABLE cms.revisions VALIDATE CONSTRAINT revisions_author_fk
ALTER TABLE cms.authors ALTER COLUMN author_id TYPE integer
DROP VIEW cms.editable_authors, cms.bylines
ALTER TABLE cms.authors ALTER COLUMN author_id TYPE integer
DROP POLICY nodes_write ON cms.nodes
ALTER TABLE cms.authors ALTER COLUMN author_id TYPE integer
DROP VIEW cms.live_nodes CASCADE
ALTER TABLE cms.nodes ALTER COLUMN views TYPE bigint
DROP TRIGGER nodes_stats ON cms.nodes
ALTER TABLE cms.nodes ALTER COLUMN views TYPE bigint
ALTER TABLE cms.nodes ALTER COLUMN title TYPE varchar(120)
DROP TRIGGER nodes_touch ON cms.nodes
ALTER TABLE cms.nodes ALTER COLUMN title TYPE varchar(120)
ALTER TABLE cms.nodes DROP COLUMN body
ALTER TABLE cms.nodes DROP COLUMN size, DROP COLUMN body
DROP FUNCTION cms.words(text)
CREATE FUNCTION cms.later() RETURNS timestamptz LANGUAGE sql STABLE AS 'SELECT now()'
ALTER TABLE cms.nodes ADD COLUMN later timestamptz DEFAULT cms.later()
DROP FUNCTION cms.later()
DROP COLLATION cms.german
ALTER TABLE cms.authors ALTER COLUMN pen_name TYPE text COLLATE "C"
DROP COLLATION cms.german
ALTER TABLE cms.comments ADD PRIMARY KEY (comment_id, wrote)
CREATE TABLE cms.likes (comment bigint, wrote timestamptz, FOREIGN KEY (comment, wrote) REFERENCES cms.comments)
ALTER TABLE cms.comments DETACH PARTITION cms.comments_old
DROP TABLE cms.comments
DROP TABLE cms.likes
DROP TABLE cms.comments
ALTER SCHEMA cms RENAME TO content
ALTER TABLE content.nodes ADD COLUMN last int
DROP SCHEMA content CASCADE
