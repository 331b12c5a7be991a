-- How requests ended, in the roll-ups too: histograms and the log's segments need not look at rows for it.
ALTER TABLE rollup_quarter ADD COLUMN rerouted INTEGER NOT NULL DEFAULT 0; -- answered, not by the first try
ALTER TABLE rollup_quarter ADD COLUMN refused INTEGER NOT NULL DEFAULT 0; -- of the errors
ALTER TABLE rollup_quarter ADD COLUMN client_gone INTEGER NOT NULL DEFAULT 0;
ALTER TABLE rollup_hour ADD COLUMN rerouted INTEGER NOT NULL DEFAULT 0;
ALTER TABLE rollup_hour ADD COLUMN refused INTEGER NOT NULL DEFAULT 0;
ALTER TABLE rollup_hour ADD COLUMN client_gone INTEGER NOT NULL DEFAULT 0;
ALTER TABLE rollup_day ADD COLUMN rerouted INTEGER NOT NULL DEFAULT 0;
ALTER TABLE rollup_day ADD COLUMN refused INTEGER NOT NULL DEFAULT 0;
ALTER TABLE rollup_day ADD COLUMN client_gone INTEGER NOT NULL DEFAULT 0;

-- Of the rows that are still there; what retention took stays at 0.
CREATE TEMP TABLE ended AS
SELECT started_at / 900000000 AS period, provider, model, key, tool,
    SUM(outcome = 1) AS rerouted, SUM(outcome = 3) AS refused, SUM(outcome = 4) AS client_gone
FROM (
    SELECT started_at, provider, model, key, tool, outcome
    FROM exchange INDEXED BY exchange_rerouted WHERE tries > 1 AND outcome = 1
    UNION ALL
    SELECT started_at, provider, model, key, tool, outcome
    FROM exchange INDEXED BY exchange_outcome WHERE outcome IN (3, 4) AND outcome <> 1
) GROUP BY 1, 2, 3, 4, 5;
UPDATE rollup_quarter SET rerouted = e.rerouted, refused = e.refused, client_gone = e.client_gone
FROM ended AS e
WHERE rollup_quarter.period = e.period AND rollup_quarter.provider = e.provider
    AND rollup_quarter.model = e.model AND rollup_quarter.key = e.key AND rollup_quarter.tool = e.tool;

CREATE TEMP TABLE ended_span AS
SELECT dimension, hour, value, SUM(rerouted) AS rerouted, SUM(refused) AS refused, SUM(client_gone) AS client_gone
FROM (
    SELECT 0 AS dimension, period / 4 AS hour, 0 AS value, rerouted, refused, client_gone FROM ended
    UNION ALL SELECT 1, period / 4, provider, rerouted, refused, client_gone FROM ended
    UNION ALL SELECT 2, period / 4, model, rerouted, refused, client_gone FROM ended
    UNION ALL SELECT 3, period / 4, key, rerouted, refused, client_gone FROM ended
    UNION ALL SELECT 4, period / 4, tool, rerouted, refused, client_gone FROM ended
) GROUP BY 1, 2, 3;
UPDATE rollup_hour SET rerouted = e.rerouted, refused = e.refused, client_gone = e.client_gone
FROM ended_span AS e
WHERE rollup_hour.dimension = e.dimension AND rollup_hour.period = e.hour AND rollup_hour.value = e.value;
UPDATE rollup_day SET rerouted = e.rerouted, refused = e.refused, client_gone = e.client_gone
FROM (
    SELECT dimension, hour / 24 AS day, value, SUM(rerouted) AS rerouted, SUM(refused) AS refused,
        SUM(client_gone) AS client_gone
    FROM ended_span GROUP BY 1, 2, 3
) AS e
WHERE rollup_day.dimension = e.dimension AND rollup_day.period = e.day AND rollup_day.value = e.value;
DROP TABLE ended_span;
DROP TABLE ended;
