-- What was folded before there were totals. Nodes of the version before keep serving meanwhile, but fold no more: they would add
-- to the counts and not to the totals. So this takes their leases for good first, and waits for the folds that run; from here on
-- folds go by leases of another name.
INSERT INTO lease (name, holder, until_at)
SELECT 'project:' || CAST(number AS text), id, 9223372036854775807 FROM organisation WHERE 1 = 1
ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until_at = excluded.until_at;
INSERT INTO member_total (measure, scope, period, members)
SELECT measure, scope, period, count(DISTINCT member) FROM member WHERE weight > 0 GROUP BY measure, scope, period;
-- Amounts stand by the regions where the schools lie now.
INSERT INTO counter_total (measure, scope, period, amount)
SELECT c.measure, 'nation', c.period, CAST(sum(c.amount) AS bigint)
FROM counter c JOIN organisation o ON o.number = c.school_id GROUP BY c.measure, c.period;
INSERT INTO counter_total (measure, scope, period, amount)
SELECT c.measure, 'province:' || CAST(o.region / 10000 * 10000 AS text), c.period, CAST(sum(c.amount) AS bigint)
FROM counter c JOIN organisation o ON o.number = c.school_id GROUP BY c.measure, o.region / 10000 * 10000, c.period;
INSERT INTO counter_total (measure, scope, period, amount)
SELECT c.measure, 'city:' || CAST(o.region / 100 * 100 AS text), c.period, CAST(sum(c.amount) AS bigint)
FROM counter c JOIN organisation o ON o.number = c.school_id GROUP BY c.measure, o.region / 100 * 100, c.period;
