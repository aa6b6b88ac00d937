BEGIN IMMEDIATE;

-- The log: append-only, a chain for each run of each node (sync.md, Facts).
CREATE TABLE operation (
    id INTEGER PRIMARY KEY,          -- order of arrival at this node, nothing else
    op TEXT NOT NULL UNIQUE,
    log TEXT NOT NULL,
    seq INTEGER NOT NULL,
    at_ms INTEGER NOT NULL,
    at_n INTEGER NOT NULL,
    kind TEXT NOT NULL,
    v INTEGER NOT NULL,
    actor TEXT NOT NULL,
    body_hash TEXT NOT NULL,
    hash TEXT NOT NULL,
    quarantined TEXT                 -- why it is kept aside, NULL when it counts
);
CREATE UNIQUE INDEX operation_of_log ON operation (log, seq);
-- Apart from the chain, so that a body can be deleted for good.
CREATE TABLE body (
    operation INTEGER PRIMARY KEY REFERENCES operation (id),
    salt TEXT NOT NULL,
    text TEXT NOT NULL
);
CREATE TABLE point (
    log TEXT NOT NULL,
    seq INTEGER NOT NULL,
    hash TEXT NOT NULL,
    signature TEXT NOT NULL,
    PRIMARY KEY (log, seq)
) WITHOUT ROWID;

-- Derived from the log by store/apply.py; `kiosk verify` rebuilds them and compares.
CREATE TABLE about (subject TEXT NOT NULL, operation INTEGER NOT NULL,
    PRIMARY KEY (subject, operation)) WITHOUT ROWID;
CREATE TABLE fair (fair TEXT PRIMARY KEY, setup TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE node (node TEXT PRIMARY KEY, key TEXT NOT NULL, name TEXT NOT NULL,
    role TEXT NOT NULL, series TEXT) WITHOUT ROWID;
CREATE TABLE log (log TEXT PRIMARY KEY, node TEXT NOT NULL, before TEXT, before_seq INTEGER,
    before_hash TEXT) WITHOUT ROWID;
CREATE TABLE staff (staff TEXT PRIMARY KEY, name TEXT NOT NULL, role TEXT NOT NULL,
    pin_hash TEXT NOT NULL, removed INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE card (card TEXT PRIMARY KEY, booth TEXT NOT NULL, employer TEXT NOT NULL,
    secret_hash TEXT NOT NULL, revoked INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX card_of_secret ON card (secret_hash);
CREATE TABLE employer (employer TEXT PRIMARY KEY, name TEXT NOT NULL, uscc TEXT NOT NULL,
    held TEXT NOT NULL,              -- reasons that wait for a person, '' when none does
    fields TEXT NOT NULL, others TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE employer_booth (employer TEXT NOT NULL, booth TEXT NOT NULL, place INTEGER NOT NULL,
    PRIMARY KEY (employer, booth)) WITHOUT ROWID;
CREATE INDEX employer_at_booth ON employer_booth (booth);
CREATE TABLE job (job TEXT PRIMARY KEY, employer TEXT NOT NULL, title TEXT NOT NULL,
    openings INTEGER, reserved INTEGER NOT NULL, held TEXT NOT NULL, filled INTEGER NOT NULL,
    fields TEXT NOT NULL, others TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX job_of_employer ON job (employer);
CREATE TABLE seeker (seeker TEXT PRIMARY KEY, name TEXT NOT NULL, phone TEXT NOT NULL,
    village TEXT NOT NULL, birth_date TEXT NOT NULL, id_number TEXT NOT NULL,
    certificate TEXT NOT NULL, fields TEXT NOT NULL, others TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX seeker_of_id_number ON seeker (id_number) WHERE id_number <> '';
CREATE INDEX seeker_of_certificate ON seeker (certificate) WHERE certificate <> '';
CREATE INDEX seeker_of_name ON seeker (name) WHERE name <> '';
CREATE TABLE seeker_group (seeker TEXT NOT NULL, code TEXT NOT NULL,
    PRIMARY KEY (seeker, code)) WITHOUT ROWID;
CREATE TABLE merge (merge TEXT PRIMARY KEY, seekers TEXT NOT NULL, parted INTEGER NOT NULL)
    WITHOUT ROWID;
CREATE TABLE leader (seeker TEXT PRIMARY KEY, leader TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX follower_of_leader ON leader (leader);
CREATE TABLE distinct_pair (first TEXT NOT NULL, second TEXT NOT NULL,
    PRIMARY KEY (first, second)) WITHOUT ROWID;
CREATE TABLE erased (seeker TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE badge (code TEXT PRIMARY KEY, series TEXT NOT NULL, number INTEGER NOT NULL,
    seeker TEXT, linked TEXT,        -- when the code came to lead there, as a text that sorts
    bound INTEGER NOT NULL,
    withdrawn INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX badge_of_number ON badge (series, number);
CREATE INDEX badge_of_seeker ON badge (seeker) WHERE seeker IS NOT NULL;
CREATE TABLE check_in (op TEXT PRIMARY KEY, code TEXT NOT NULL, entrance TEXT NOT NULL,
    ordered_ms INTEGER NOT NULL, at_ms INTEGER NOT NULL, at_n INTEGER NOT NULL,
    undone INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX check_in_of_code ON check_in (code, undone, ordered_ms);
CREATE INDEX check_in_in_order ON check_in (ordered_ms);
CREATE TABLE undo (op TEXT PRIMARY KEY, check_in TEXT NOT NULL, reason TEXT NOT NULL,
    ordered_ms INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX undo_of_check_in ON undo (check_in);
CREATE TABLE visit (visit TEXT PRIMARY KEY, booth TEXT NOT NULL, employer TEXT NOT NULL,
    code TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX visit_of_code ON visit (code);
CREATE INDEX visit_of_booth ON visit (booth, employer);
CREATE TABLE visit_scan (op TEXT PRIMARY KEY, visit TEXT NOT NULL, ordered_ms INTEGER NOT NULL,
    at_ms INTEGER NOT NULL, at_n INTEGER NOT NULL, by_code INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX scan_of_visit ON visit_scan (visit, ordered_ms);
CREATE TABLE lead (visit TEXT PRIMARY KEY, outcome TEXT NOT NULL, job TEXT,
    fields TEXT NOT NULL, heads TEXT NOT NULL, others TEXT NOT NULL,
    ordered_ms INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE note (op TEXT PRIMARY KEY, visit TEXT NOT NULL, ordered_ms INTEGER NOT NULL,
    at_ms INTEGER NOT NULL, at_n INTEGER NOT NULL, note TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX note_of_visit ON note (visit, ordered_ms);
CREATE TABLE release (seeker TEXT NOT NULL, employer TEXT NOT NULL, level TEXT NOT NULL,
    ordered_ms INTEGER NOT NULL, PRIMARY KEY (seeker, employer)) WITHOUT ROWID;
CREATE TABLE secret (seeker TEXT PRIMARY KEY, secret_hash TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX seeker_of_secret ON secret (secret_hash);
-- What a question finds: number, name, pinyin, initials, the phone backwards, village.
CREATE TABLE word (word TEXT NOT NULL, seeker TEXT NOT NULL, PRIMARY KEY (word, seeker))
    WITHOUT ROWID;
CREATE INDEX word_of_seeker ON word (seeker);

-- Counts go by person where a badge's holder is known, by code until then.
CREATE VIEW check_in_of_person AS
    SELECT c.op, c.code, c.entrance, c.ordered_ms, c.at_ms, c.at_n, c.undone,
           COALESCE(l.leader, b.seeker, c.code) AS person, b.code IS NOT NULL AS heard
    FROM check_in AS c
    LEFT JOIN badge AS b ON b.code = c.code
    LEFT JOIN leader AS l ON l.seeker = b.seeker;
CREATE VIEW visit_of_person AS
    SELECT v.visit, v.booth, v.employer, v.code,
           COALESCE(l.leader, b.seeker, v.code) AS person
    FROM visit AS v
    LEFT JOIN badge AS b ON b.code = v.code
    LEFT JOIN leader AS l ON l.seeker = b.seeker;
-- One row for each person at each booth, the smallest visit id leading. Almost everybody has one
-- badge and so one visit; the others' are gathered apart, or 15,000 scans would take 80 ms.
CREATE VIEW meeting AS
    WITH pair AS MATERIALIZED (
        SELECT MIN(visit) AS visit, code, person, booth, employer, COUNT(*) AS visits
        FROM visit_of_person
        GROUP BY person, booth, employer -- `code` is that of MIN(visit): sqlite.org/lang_select.html
    ), one AS MATERIALIZED (
        SELECT visit, MIN(visit) OVER (PARTITION BY person, booth, employer) AS leading
        FROM visit_of_person
        WHERE EXISTS (SELECT 1 FROM pair WHERE visits > 1)
          AND (person, booth, employer) IN (
              SELECT person, booth, employer FROM pair WHERE visits > 1
          )
    ), scanned AS MATERIALIZED (
        SELECT o.leading, MIN(s.ordered_ms) AS first_ms, MAX(s.ordered_ms) AS last_ms,
               COUNT(*) AS scans, MAX(s.by_code) AS shown
        FROM one AS o
        JOIN visit_scan AS s ON s.visit = o.visit
        GROUP BY o.leading
    ), said AS MATERIALIZED (
        SELECT o.leading, l.visit,
               ROW_NUMBER() OVER (
                   PARTITION BY o.leading ORDER BY l.ordered_ms DESC, l.visit
               ) AS place
        FROM one AS o
        JOIN lead AS l ON l.visit = o.visit
    )
    SELECT p.visit, p.person, p.booth, p.employer, p.code,
           COALESCE(scanned.first_ms, (SELECT MIN(ordered_ms) FROM visit_scan
                                       WHERE visit = p.visit)) AS first_ms,
           COALESCE(scanned.last_ms, (SELECT MAX(ordered_ms) FROM visit_scan
                                      WHERE visit = p.visit)) AS last_ms,
           COALESCE(scanned.scans, (SELECT COUNT(*) FROM visit_scan
                                    WHERE visit = p.visit)) AS scans,
           COALESCE(scanned.shown, (SELECT MAX(by_code) FROM visit_scan
                                    WHERE visit = p.visit)) AS shown,
           COALESCE(l.outcome, 'talked') AS outcome, l.job AS job,
           COALESCE(l.others, '{}') AS others, COALESCE(l.fields, '{}') AS fields,
           l.ordered_ms AS said_ms
    FROM pair AS p
    LEFT JOIN scanned ON scanned.leading = p.visit
    LEFT JOIN said ON said.leading = p.visit AND said.place = 1
    LEFT JOIN lead AS l ON l.visit = CASE p.visits WHEN 1 THEN p.visit ELSE said.visit END;
-- The badge that stands for each person: the last one linked that wasn't withdrawn.
CREATE VIEW current_badge AS
    WITH linked AS (
        SELECT b.code, b.series, b.number, b.withdrawn,
               COALESCE(l.leader, b.seeker, b.code) AS person,
               ROW_NUMBER() OVER (
                   PARTITION BY COALESCE(l.leader, b.seeker, b.code)
                   ORDER BY b.withdrawn, b.linked DESC, b.code
               ) AS place
        FROM badge AS b
        LEFT JOIN leader AS l ON l.seeker = b.seeker
    )
    SELECT person, code, series, number, withdrawn,
           printf('%s-%04d', series, number) AS badge_number
    FROM linked
    WHERE place = 1;

-- Local to this node: never exchanged.
CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE device (device TEXT PRIMARY KEY, name TEXT NOT NULL, role TEXT NOT NULL,
    entrance TEXT, booth TEXT, employer TEXT, token_hash TEXT NOT NULL UNIQUE,
    added_ms INTEGER NOT NULL, revoked_ms INTEGER) WITHOUT ROWID;
CREATE UNIQUE INDEX device_of_name ON device (name) WHERE revoked_ms IS NULL;
CREATE TABLE session (session_hash TEXT PRIMARY KEY, kind TEXT NOT NULL, holder TEXT NOT NULL,
    role TEXT NOT NULL, label TEXT NOT NULL, entrance TEXT, booth TEXT, employer TEXT,
    opened_ms INTEGER NOT NULL, seen_ms INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX session_of_holder ON session (holder);
CREATE TABLE answer (place TEXT NOT NULL, scan_id TEXT NOT NULL, asked TEXT NOT NULL,
    answer TEXT NOT NULL, about TEXT, at_ms INTEGER NOT NULL, PRIMARY KEY (place, scan_id))
    WITHOUT ROWID;
CREATE INDEX answer_about ON answer (about) WHERE about IS NOT NULL;
CREATE TABLE access (id INTEGER PRIMARY KEY, at_ms INTEGER NOT NULL, actor TEXT NOT NULL,
    what TEXT NOT NULL, about TEXT NOT NULL);

PRAGMA user_version = 1;
COMMIT;
