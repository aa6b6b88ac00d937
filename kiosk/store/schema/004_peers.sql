BEGIN IMMEDIATE;

-- What this node knows of the others beside what the log says: local, never exchanged.
CREATE TABLE peer (
    node TEXT PRIMARY KEY,
    key TEXT NOT NULL,               -- Ed25519 public key, hex: who it is on the line
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    addresses TEXT NOT NULL,         -- JSON list of host:port; the one that worked last comes first
    vouched INTEGER NOT NULL,        -- 1: asked over ordinary HTTPS, its certificate is looked at
    seen_ms INTEGER,                 -- last exchange that was whole, whoever began it
    offset_ms INTEGER,               -- how far its clock is ahead of ours
    backed_up INTEGER,               -- operations of ours that central has in a backup
    error TEXT NOT NULL,             -- '' when the last exchange was well
    detail TEXT NOT NULL,
    error_ms INTEGER
) WITHOUT ROWID;

PRAGMA user_version = 4;
COMMIT;
