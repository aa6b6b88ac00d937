PRAGMA foreign_keys = OFF; -- a table is made anew under its name: sqlite.org/lang_altertable.html
BEGIN IMMEDIATE;

-- Two logs may hold one op: somebody copied another's fact. Both are kept, one counts.
CREATE TABLE operation_again (
    id INTEGER PRIMARY KEY,          -- order of arrival at this node, nothing else
    op TEXT NOT NULL,
    log TEXT NOT NULL,
    seq INTEGER NOT NULL,
    at_ms INTEGER NOT NULL,
    at_n INTEGER NOT NULL,
    kind TEXT NOT NULL,
    v INTEGER NOT NULL,
    actor TEXT NOT NULL,
    body_hash TEXT NOT NULL,
    hash TEXT NOT NULL,
    quarantined TEXT                 -- why it is kept aside (fair/trust.py), NULL when it counts
);
INSERT INTO operation_again SELECT * FROM operation;
DROP TABLE operation;
ALTER TABLE operation_again RENAME TO operation;
CREATE UNIQUE INDEX operation_of_log ON operation (log, seq);
CREATE INDEX operation_of_op ON operation (op);
CREATE INDEX operation_aside ON operation (quarantined) WHERE quarantined IS NOT NULL;
-- Of a kind or version that this program doesn't know: applied after an upgrade.
CREATE TABLE unread (operation INTEGER PRIMARY KEY REFERENCES operation (id)) WITHOUT ROWID;

ALTER TABLE node ADD COLUMN cut TEXT; -- what counts of a revoked node's logs, NULL: all of it
-- Who may have erased people at any time, revoked since or not.
CREATE TABLE eraser (node TEXT NOT NULL, key TEXT NOT NULL, PRIMARY KEY (node, key)) WITHOUT ROWID;
-- Every holder that anybody named for a badge: whose notes go when a holder is erased.
CREATE TABLE link (code TEXT NOT NULL, seeker TEXT NOT NULL, PRIMARY KEY (code, seeker))
    WITHOUT ROWID;
CREATE INDEX link_of_seeker ON link (seeker);
CREATE TABLE visit_aside (visit TEXT NOT NULL, code TEXT NOT NULL, PRIMARY KEY (visit, code))
    WITHOUT ROWID;
CREATE INDEX visit_aside_of_code ON visit_aside (code);
INSERT OR IGNORE INTO link (code, seeker)
    SELECT json_extract(b.text, '$.code'), json_extract(b.text, '$.seeker')
    FROM operation AS o
    JOIN body AS b ON b.operation = o.id
    WHERE o.kind IN ('badge.issued', 'badge.bound');
ALTER TABLE log ADD COLUMN key TEXT NOT NULL DEFAULT '';
UPDATE log SET key = (SELECT json_extract(b.text, '$.key')
                      FROM operation AS o
                      JOIN body AS b ON b.operation = o.id
                      WHERE o.log = log.log AND o.seq = 1);
INSERT INTO eraser (node, key) SELECT node, key FROM node;
-- Before nodes could join, the only one had made its fair.
INSERT OR IGNORE INTO setting (name, value) SELECT 'root', key FROM node LIMIT 1;

-- Local to this node: what could not be believed at all, for the organizer to see.
CREATE TABLE refused_chunk (
    log TEXT NOT NULL,
    why TEXT NOT NULL,
    seq INTEGER NOT NULL,
    giver TEXT NOT NULL,             -- the node that brought it
    times INTEGER NOT NULL,
    last_ms INTEGER NOT NULL,
    PRIMARY KEY (log, why)
) WITHOUT ROWID;

PRAGMA user_version = 3;
COMMIT;
PRAGMA foreign_keys = ON;
