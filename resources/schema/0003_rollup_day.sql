-- The same as rollup_hour by day (`period`: days since 1970, UTC): a year's chart adds up days, and hours only where
-- the user's midnight is not UTC's.
CREATE TABLE rollup_day (
    dimension INTEGER NOT NULL,
    period INTEGER NOT NULL,
    value INTEGER NOT NULL,
    exchanges INTEGER NOT NULL,
    errors INTEGER NOT NULL,
    unpriced INTEGER NOT NULL,
    cost INTEGER NOT NULL,
    input INTEGER NOT NULL,
    cache_read INTEGER NOT NULL,
    cache_write_5m INTEGER NOT NULL,
    cache_write_1h INTEGER NOT NULL,
    audio_input INTEGER NOT NULL,
    audio_cache_read INTEGER NOT NULL,
    image_input INTEGER NOT NULL,
    image_cache_read INTEGER NOT NULL,
    video_input INTEGER NOT NULL,
    output INTEGER NOT NULL,
    reasoning INTEGER NOT NULL,
    audio_output INTEGER NOT NULL,
    image_output INTEGER NOT NULL,
    citation INTEGER NOT NULL,
    web_searches INTEGER NOT NULL,
    file_searches INTEGER NOT NULL,
    PRIMARY KEY (dimension, period, value)
) STRICT, WITHOUT ROWID;
INSERT INTO rollup_day (dimension, period, value,
    exchanges, errors, unpriced, cost, input, cache_read, cache_write_5m, cache_write_1h, audio_input,
    audio_cache_read, image_input, image_cache_read, video_input, output, reasoning, audio_output, image_output,
    citation, web_searches, file_searches)
SELECT dimension, period / 24, value,
    SUM(exchanges), SUM(errors), SUM(unpriced), SUM(cost), SUM(input), SUM(cache_read), SUM(cache_write_5m),
    SUM(cache_write_1h), SUM(audio_input), SUM(audio_cache_read), SUM(image_input), SUM(image_cache_read),
    SUM(video_input), SUM(output), SUM(reasoning), SUM(audio_output), SUM(image_output), SUM(citation),
    SUM(web_searches), SUM(file_searches)
FROM rollup_hour GROUP BY dimension, period / 24, value;
