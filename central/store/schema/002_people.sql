-- Counts go by person where a badge's holder is known, by code until then: as at the stations.
CREATE VIEW seeker_of_person AS
    SELECT s.fair, s.seeker, s.identity, s.fields, COALESCE(l.leader, s.seeker) AS person
    FROM seeker AS s
    LEFT JOIN leader AS l ON l.fair = s.fair AND l.seeker = s.seeker;
CREATE VIEW code_of_person AS
    SELECT c.fair, c.seeker, c.code, COALESCE(l.leader, c.seeker) AS person
    FROM seeker_code AS c
    LEFT JOIN leader AS l ON l.fair = c.fair AND l.seeker = c.seeker;
CREATE VIEW check_in_of_person AS
    SELECT c.fair, c.op, c.code, c.entrance, c.ordered_ms, c.at_ms, c.at_n, c.undone,
           COALESCE(l.leader, b.seeker, c.code) AS person,
           CASE WHEN b.code IS NULL THEN 0 ELSE 1 END AS heard
    FROM check_in AS c
    LEFT JOIN badge AS b ON b.fair = c.fair AND b.code = c.code
    LEFT JOIN leader AS l ON l.fair = b.fair AND l.seeker = b.seeker;
CREATE VIEW visit_of_person AS
    SELECT v.fair, v.visit, v.booth, v.employer, v.code,
           COALESCE(l.leader, b.seeker, v.code) AS person
    FROM visit AS v
    LEFT JOIN badge AS b ON b.fair = v.fair AND b.code = v.code
    LEFT JOIN leader AS l ON l.fair = b.fair AND l.seeker = b.seeker;
-- Of several of one person at one booth the one that was said last counts.
CREATE VIEW lead_of_person AS
    SELECT v.fair, v.person, v.booth, v.employer, d.visit, d.outcome, d.ordered_ms
    FROM visit_of_person AS v
    JOIN lead AS d ON d.fair = v.fair AND d.visit = v.visit;
