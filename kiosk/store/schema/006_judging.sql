BEGIN IMMEDIATE;

-- Stretches of logs that have to be judged again, since more is known of their nodes: local.
CREATE TABLE to_judge (
    log TEXT PRIMARY KEY,
    after INTEGER NOT NULL,          -- what follows this number, up to the other one, is left
    upto INTEGER NOT NULL
) WITHOUT ROWID;

PRAGMA user_version = 6;
COMMIT;
