-- The way from an erased person's badges to their visits, without a look at each row (SQLite).
DROP INDEX visit_aside_of_code;
CREATE INDEX visit_aside_of_code ON visit_aside (fair, code, visit);
