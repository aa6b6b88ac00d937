-- In PostgreSQL's words; store/schema.py says how SQLite reads them. Texts sort by their bytes in both, or two
-- machines would come to two digests. Every key of what belongs to a fair begins with the fair (docs/central.md).

-- The facts of every fair, a chain for each log; a body lies apart, so that it can be deleted for good.
CREATE TABLE operation (
    fair TEXT COLLATE "C" NOT NULL, log TEXT COLLATE "C" NOT NULL, seq BIGINT NOT NULL,
    op TEXT COLLATE "C" NOT NULL, at_ms BIGINT NOT NULL, at_n BIGINT NOT NULL,
    kind TEXT COLLATE "C" NOT NULL, v BIGINT NOT NULL, actor TEXT COLLATE "C" NOT NULL,
    body_hash TEXT COLLATE "C" NOT NULL, hash TEXT COLLATE "C" NOT NULL,
    quarantined TEXT COLLATE "C", PRIMARY KEY (fair, log, seq)
);
-- Two logs may hold one op, where somebody copied another's fact: both are kept, one counts. Only an
-- erasure counts whatever else bears its id, since it can't be taken back.
CREATE UNIQUE INDEX operation_once ON operation (fair, op)
    WHERE quarantined IS NULL AND kind != 'seeker.erased';
CREATE TABLE body (
    fair TEXT COLLATE "C" NOT NULL, log TEXT COLLATE "C" NOT NULL, seq BIGINT NOT NULL,
    salt TEXT COLLATE "C" NOT NULL, text TEXT COLLATE "C" NOT NULL, PRIMARY KEY (fair, log, seq)
);
CREATE TABLE point (
    fair TEXT COLLATE "C" NOT NULL, log TEXT COLLATE "C" NOT NULL, seq BIGINT NOT NULL,
    hash TEXT COLLATE "C" NOT NULL, signature TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (fair, log, seq)
);
CREATE TABLE log (
    fair TEXT COLLATE "C" NOT NULL, log TEXT COLLATE "C" NOT NULL, node TEXT COLLATE "C" NOT NULL,
    key TEXT COLLATE "C" NOT NULL, PRIMARY KEY (fair, log)
);
CREATE INDEX log_of_node ON log (fair, node);
CREATE TABLE about (
    fair TEXT COLLATE "C" NOT NULL, subject TEXT COLLATE "C" NOT NULL,
    log TEXT COLLATE "C" NOT NULL, seq BIGINT NOT NULL, PRIMARY KEY (fair, subject, log, seq)
);
CREATE TABLE unread (
    fair TEXT COLLATE "C" NOT NULL, log TEXT COLLATE "C" NOT NULL, seq BIGINT NOT NULL,
    PRIMARY KEY (fair, log, seq)
);
CREATE TABLE link (
    fair TEXT COLLATE "C" NOT NULL, code TEXT COLLATE "C" NOT NULL,
    seeker TEXT COLLATE "C" NOT NULL, PRIMARY KEY (fair, code, seeker)
);
CREATE INDEX link_of_seeker ON link (fair, seeker);
CREATE TABLE visit_aside (
    fair TEXT COLLATE "C" NOT NULL, visit TEXT COLLATE "C" NOT NULL,
    code TEXT COLLATE "C" NOT NULL, PRIMARY KEY (fair, visit, code)
);
CREATE INDEX visit_aside_of_code ON visit_aside (fair, code);
CREATE TABLE eraser (
    fair TEXT COLLATE "C" NOT NULL, node TEXT COLLATE "C" NOT NULL, key TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (fair, node, key)
);
CREATE TABLE refused_chunk (
    fair TEXT COLLATE "C" NOT NULL, log TEXT COLLATE "C" NOT NULL, why TEXT COLLATE "C" NOT NULL,
    seq BIGINT NOT NULL, giver TEXT COLLATE "C" NOT NULL, times BIGINT NOT NULL,
    last_ms BIGINT NOT NULL, PRIMARY KEY (fair, log, why)
);

-- Derived from the facts as at the stations (fair/state.py), with columns beside to count by.
CREATE TABLE badge (
    fair TEXT COLLATE "C" NOT NULL, code TEXT COLLATE "C" NOT NULL, seeker TEXT COLLATE "C",
    linked TEXT COLLATE "C", bound SMALLINT NOT NULL, withdrawn SMALLINT NOT NULL,
    PRIMARY KEY (fair, code)
);
CREATE INDEX badge_of_seeker ON badge (fair, seeker);
CREATE TABLE card (
    fair TEXT COLLATE "C" NOT NULL, card TEXT COLLATE "C" NOT NULL,
    booth TEXT COLLATE "C" NOT NULL, employer TEXT COLLATE "C" NOT NULL,
    secret_hash TEXT COLLATE "C" NOT NULL, revoked SMALLINT NOT NULL, PRIMARY KEY (fair, card)
);
CREATE TABLE check_in (
    fair TEXT COLLATE "C" NOT NULL, op TEXT COLLATE "C" NOT NULL, code TEXT COLLATE "C" NOT NULL,
    entrance TEXT COLLATE "C" NOT NULL, ordered_ms BIGINT NOT NULL, at_ms BIGINT NOT NULL,
    at_n BIGINT NOT NULL, undone SMALLINT NOT NULL, PRIMARY KEY (fair, op)
);
CREATE INDEX check_in_of_code ON check_in (fair, code);
CREATE TABLE distinct_pair (
    fair TEXT COLLATE "C" NOT NULL, first TEXT COLLATE "C" NOT NULL,
    second TEXT COLLATE "C" NOT NULL, PRIMARY KEY (fair, first, second)
);
CREATE TABLE employer (
    fair TEXT COLLATE "C" NOT NULL, employer TEXT COLLATE "C" NOT NULL,
    held TEXT COLLATE "C" NOT NULL, fields TEXT COLLATE "C" NOT NULL,
    others TEXT COLLATE "C" NOT NULL, name TEXT COLLATE "C" NOT NULL, PRIMARY KEY (fair, employer)
);
CREATE TABLE erased (
    fair TEXT COLLATE "C" NOT NULL, seeker TEXT COLLATE "C" NOT NULL, PRIMARY KEY (fair, seeker)
);
CREATE TABLE fair (
    fair TEXT COLLATE "C" NOT NULL, setup TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL, campaign TEXT COLLATE "C" NOT NULL,
    region TEXT COLLATE "C" NOT NULL, starts_ms BIGINT NOT NULL, PRIMARY KEY (fair)
);
CREATE TABLE job (
    fair TEXT COLLATE "C" NOT NULL, job TEXT COLLATE "C" NOT NULL,
    employer TEXT COLLATE "C" NOT NULL, held TEXT COLLATE "C" NOT NULL,
    fields TEXT COLLATE "C" NOT NULL, others TEXT COLLATE "C" NOT NULL, openings BIGINT,
    reserved BIGINT NOT NULL, filled SMALLINT NOT NULL, PRIMARY KEY (fair, job)
);
CREATE TABLE leader (
    fair TEXT COLLATE "C" NOT NULL, seeker TEXT COLLATE "C" NOT NULL,
    leader TEXT COLLATE "C" NOT NULL, PRIMARY KEY (fair, seeker)
);
CREATE INDEX leader_of_leader ON leader (fair, leader);
CREATE TABLE lead (
    fair TEXT COLLATE "C" NOT NULL, visit TEXT COLLATE "C" NOT NULL,
    fields TEXT COLLATE "C" NOT NULL, heads TEXT COLLATE "C" NOT NULL,
    others TEXT COLLATE "C" NOT NULL, ordered_ms BIGINT NOT NULL,
    outcome TEXT COLLATE "C" NOT NULL, PRIMARY KEY (fair, visit)
);
CREATE TABLE merge (
    fair TEXT COLLATE "C" NOT NULL, merge TEXT COLLATE "C" NOT NULL,
    seekers TEXT COLLATE "C" NOT NULL, parted SMALLINT NOT NULL, PRIMARY KEY (fair, merge)
);
CREATE TABLE node (
    fair TEXT COLLATE "C" NOT NULL, node TEXT COLLATE "C" NOT NULL, key TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL, role TEXT COLLATE "C" NOT NULL, series TEXT COLLATE "C",
    cut TEXT COLLATE "C", PRIMARY KEY (fair, node)
);
CREATE TABLE note (
    fair TEXT COLLATE "C" NOT NULL, op TEXT COLLATE "C" NOT NULL, visit TEXT COLLATE "C" NOT NULL,
    ordered_ms BIGINT NOT NULL, at_ms BIGINT NOT NULL, at_n BIGINT NOT NULL,
    note TEXT COLLATE "C" NOT NULL, PRIMARY KEY (fair, op)
);
CREATE INDEX note_of_visit ON note (fair, visit);
CREATE TABLE release (
    fair TEXT COLLATE "C" NOT NULL, seeker TEXT COLLATE "C" NOT NULL,
    employer TEXT COLLATE "C" NOT NULL, level TEXT COLLATE "C" NOT NULL,
    ordered_ms BIGINT NOT NULL, PRIMARY KEY (fair, seeker, employer)
);
CREATE TABLE secret (
    fair TEXT COLLATE "C" NOT NULL, seeker TEXT COLLATE "C" NOT NULL,
    secret_hash TEXT COLLATE "C" NOT NULL, PRIMARY KEY (fair, seeker)
);
CREATE TABLE seeker (
    fair TEXT COLLATE "C" NOT NULL, seeker TEXT COLLATE "C" NOT NULL,
    fields TEXT COLLATE "C" NOT NULL, others TEXT COLLATE "C" NOT NULL,
    identity TEXT COLLATE "C" NOT NULL, PRIMARY KEY (fair, seeker)
);
CREATE INDEX seeker_of_identity ON seeker (fair, identity);
CREATE TABLE staff (
    fair TEXT COLLATE "C" NOT NULL, staff TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL, role TEXT COLLATE "C" NOT NULL,
    pin_hash TEXT COLLATE "C" NOT NULL, removed SMALLINT NOT NULL, PRIMARY KEY (fair, staff)
);
CREATE TABLE undo (
    fair TEXT COLLATE "C" NOT NULL, op TEXT COLLATE "C" NOT NULL,
    check_in TEXT COLLATE "C" NOT NULL, reason TEXT COLLATE "C" NOT NULL,
    ordered_ms BIGINT NOT NULL, PRIMARY KEY (fair, op)
);
CREATE INDEX undo_of_check_in ON undo (fair, check_in);
CREATE TABLE visit (
    fair TEXT COLLATE "C" NOT NULL, visit TEXT COLLATE "C" NOT NULL,
    booth TEXT COLLATE "C" NOT NULL, employer TEXT COLLATE "C" NOT NULL,
    code TEXT COLLATE "C" NOT NULL, PRIMARY KEY (fair, visit)
);
CREATE INDEX visit_of_code ON visit (fair, code);
CREATE TABLE visit_scan (
    fair TEXT COLLATE "C" NOT NULL, op TEXT COLLATE "C" NOT NULL, visit TEXT COLLATE "C" NOT NULL,
    ordered_ms BIGINT NOT NULL, at_ms BIGINT NOT NULL, at_n BIGINT NOT NULL,
    by_code SMALLINT NOT NULL, PRIMARY KEY (fair, op)
);
CREATE INDEX visit_scan_of_visit ON visit_scan (fair, visit);
CREATE TABLE seeker_code (
    fair TEXT COLLATE "C" NOT NULL, seeker TEXT COLLATE "C" NOT NULL,
    code TEXT COLLATE "C" NOT NULL, PRIMARY KEY (fair, seeker, code)
);

-- What central knows beside the logs: whose word makes a fair, who was heard, what is backed up.
CREATE TABLE known_fair (
    fair TEXT COLLATE "C" NOT NULL, root TEXT COLLATE "C" NOT NULL, added_ms BIGINT NOT NULL,
    PRIMARY KEY (fair)
);
CREATE TABLE peer (
    fair TEXT COLLATE "C" NOT NULL, node TEXT COLLATE "C" NOT NULL, key TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL, role TEXT COLLATE "C" NOT NULL, seen_ms BIGINT,
    offset_ms BIGINT, PRIMARY KEY (fair, node)
);
CREATE TABLE backed_up (
    fair TEXT COLLATE "C" NOT NULL, log TEXT COLLATE "C" NOT NULL, seq BIGINT NOT NULL,
    PRIMARY KEY (fair, log)
);

-- Central's own: of no fair.
CREATE TABLE setting (
    name TEXT COLLATE "C" NOT NULL, value TEXT COLLATE "C" NOT NULL, PRIMARY KEY (name)
);
CREATE TABLE central_staff (
    name TEXT COLLATE "C" NOT NULL, role TEXT COLLATE "C" NOT NULL,
    region TEXT COLLATE "C" NOT NULL, pin_hash TEXT COLLATE "C" NOT NULL,
    added_ms BIGINT NOT NULL, PRIMARY KEY (name)
);
CREATE TABLE session (
    session_hash TEXT COLLATE "C" NOT NULL, name TEXT COLLATE "C" NOT NULL,
    opened_ms BIGINT NOT NULL, seen_ms BIGINT NOT NULL, PRIMARY KEY (session_hash)
);
CREATE TABLE look (
    id BIGSERIAL PRIMARY KEY, at_ms BIGINT NOT NULL, name TEXT COLLATE "C" NOT NULL,
    what TEXT COLLATE "C" NOT NULL, about TEXT COLLATE "C" NOT NULL
);
CREATE INDEX look_at ON look (at_ms);
CREATE TABLE invite (
    code_hash TEXT COLLATE "C" NOT NULL, taken_by TEXT COLLATE "C" NOT NULL,
    made_ms BIGINT NOT NULL, PRIMARY KEY (code_hash)
);
