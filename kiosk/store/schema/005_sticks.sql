BEGIN IMMEDIATE;

-- Chunks from a stick that follow a gap in their log: local, taken once the gap is filled.
CREATE TABLE waiting_chunk (
    log TEXT NOT NULL,
    first INTEGER NOT NULL,          -- sequence number of its first operation
    data TEXT NOT NULL,              -- as on the wire
    giver TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    PRIMARY KEY (log, first)
);

PRAGMA user_version = 5;
COMMIT;
