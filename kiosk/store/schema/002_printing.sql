BEGIN IMMEDIATE;

-- Paper is here and nowhere else: both tables are local to this node, never exchanged.
CREATE TABLE printer (
    name TEXT PRIMARY KEY,
    uri TEXT NOT NULL,
    language TEXT NOT NULL,
    size TEXT NOT NULL,
    dpi INTEGER NOT NULL,
    entrance TEXT NOT NULL,          -- '' serves the desk and every entrance without its own
    right_mm REAL NOT NULL,          -- how far pictures are moved, so that the frame is whole
    down_mm REAL NOT NULL,
    labels_left INTEGER,             -- NULL: nobody said how many were loaded
    answers INTEGER,                 -- whether it ever answered a status question, NULL: not asked
    confirms INTEGER,                -- whether it says that it took a job, NULL: not known yet
    torn INTEGER NOT NULL,           -- its last job broke off: the next one begins with filler
    stand_in TEXT NOT NULL,          -- who prints its badges meanwhile, '' it does so itself
    condition TEXT NOT NULL,         -- printers.status.Condition, 'offline' or 'silent'
    detail TEXT NOT NULL,
    seen_ms INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE print_job (
    job INTEGER PRIMARY KEY,         -- rows are never deleted, so no number comes twice
    kind TEXT NOT NULL,              -- 'badge', 'slip'
    code TEXT NOT NULL,
    copy INTEGER NOT NULL,
    name TEXT,                       -- the name line where it is wanted, until the job is settled
    person TEXT,                     -- whose slip it is, until the job is settled
    place TEXT NOT NULL,             -- the entrance or desk where somebody waits for it
    printer TEXT NOT NULL,           -- who printed it, or who alone shall; '' whoever serves `place`
    state TEXT NOT NULL,
    why TEXT NOT NULL,
    follower INTEGER,                -- the job that a person asked for instead of this one
    added_ms INTEGER NOT NULL,
    changed_ms INTEGER NOT NULL
);
CREATE INDEX print_job_of_code ON print_job (code, state);
CREATE INDEX print_job_in_order ON print_job (state, job);

PRAGMA user_version = 2;
COMMIT;
