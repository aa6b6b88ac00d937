BEGIN IMMEDIATE;

-- What came here without its body: its person was erased, or somebody on the way took the words out.
-- They are asked for again until a sound body comes; which it was, nobody can say without it.
CREATE TABLE bodiless (operation INTEGER PRIMARY KEY REFERENCES operation (id));
INSERT INTO bodiless (operation)
SELECT o.id FROM operation AS o
WHERE NOT EXISTS (SELECT 1 FROM body WHERE operation = o.id) AND NOT EXISTS (SELECT 1 FROM erased);
PRAGMA user_version = 7;

COMMIT;
