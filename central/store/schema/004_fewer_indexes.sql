-- Nothing is found by these, and every operation paid for them. An operation's id follows from its log and number, so
-- that no two can bear one.
DROP INDEX operation_once;
DROP INDEX seeker_of_identity;
DROP INDEX badge_of_seeker;
DROP INDEX check_in_of_code;
DROP INDEX leader_of_leader;
