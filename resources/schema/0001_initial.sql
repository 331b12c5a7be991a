-- Texts that repeat stand here once; 0 elsewhere means "none".
CREATE TABLE word (
    id INTEGER PRIMARY KEY,
    text TEXT NOT NULL UNIQUE
) STRICT;

-- One row a request. `id` is the upper half of the request's id, which begins with its time, so that the table
-- is in order of time; where two requests share it, the later one takes the next free number and says in
-- `bump` by how much. Times: microseconds since 1970 (UTC), spans in microseconds. Money: picodollars.
CREATE TABLE exchange (
    id INTEGER PRIMARY KEY,
    low INTEGER NOT NULL,
    bump INTEGER NOT NULL,
    started_at INTEGER NOT NULL,
    dialect INTEGER NOT NULL,
    streaming INTEGER NOT NULL,
    outcome INTEGER NOT NULL,
    status INTEGER NOT NULL,
    provider INTEGER NOT NULL,
    model INTEGER NOT NULL,
    key INTEGER NOT NULL,
    tool INTEGER NOT NULL,
    cost_source INTEGER NOT NULL,
    cost INTEGER NOT NULL,
    cost_class INTEGER NOT NULL, -- bits that `cost` takes: filters by cost walk few of these
    key_name INTEGER NOT NULL,
    project INTEGER NOT NULL,
    user_agent INTEGER NOT NULL,
    requested_model INTEGER NOT NULL,
    finish_reason INTEGER NOT NULL,
    method INTEGER NOT NULL,
    path TEXT NOT NULL,
    error INTEGER,
    error_source INTEGER,
    error_text TEXT NOT NULL,
    first_content_after INTEGER,
    ended_after INTEGER,
    request_bytes INTEGER NOT NULL,
    response_bytes INTEGER NOT NULL,
    tries INTEGER NOT NULL,
    usage_flags INTEGER NOT NULL, -- 1: known, 2: estimated
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
    file_searches INTEGER NOT NULL
) STRICT;
-- Every index ends in `id`, so each gives its rows in order of time.
CREATE INDEX exchange_provider ON exchange (provider);
CREATE INDEX exchange_model ON exchange (model);
CREATE INDEX exchange_key ON exchange (key);
CREATE INDEX exchange_tool ON exchange (tool);
CREATE INDEX exchange_status ON exchange (status);
CREATE INDEX exchange_cost ON exchange (cost_class);
CREATE INDEX exchange_outcome ON exchange (outcome) WHERE outcome <> 1;

-- One row a try, beside the others of its request.
CREATE TABLE attempt (
    exchange INTEGER NOT NULL,
    number INTEGER NOT NULL,
    provider INTEGER NOT NULL,
    credential INTEGER NOT NULL,
    model INTEGER NOT NULL,
    reason INTEGER NOT NULL,
    outcome INTEGER NOT NULL,
    status INTEGER NOT NULL,
    error INTEGER,
    error_text TEXT NOT NULL,
    started_after INTEGER NOT NULL,
    connected_after INTEGER,
    first_byte_after INTEGER,
    first_content_after INTEGER,
    ended_after INTEGER,
    reused_connection INTEGER NOT NULL,
    PRIMARY KEY (exchange, number)
) STRICT, WITHOUT ROWID;

-- Compressed with zstd. Named by the request's own id, since a body may arrive before its row.
CREATE TABLE body (
    id INTEGER PRIMARY KEY,
    high INTEGER NOT NULL,
    low INTEGER NOT NULL,
    part INTEGER NOT NULL, -- 0: request, 1: response, 2 and 3: their headers
    stored_bytes INTEGER NOT NULL,
    text_bytes INTEGER NOT NULL,
    content BLOB NOT NULL
) STRICT;
CREATE INDEX body_request ON body (high, low, part, stored_bytes);

-- Sums by quarter of an hour (`period`: how many of them since 1970, UTC), so that charts never read the log.
-- They serve time zones such as +5:30 and the edges of a range.
CREATE TABLE rollup_quarter (
    period INTEGER NOT NULL,
    provider INTEGER NOT NULL,
    model INTEGER NOT NULL,
    key INTEGER NOT NULL,
    tool INTEGER NOT NULL,
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
    PRIMARY KEY (period, provider, model, key, tool)
) STRICT, WITHOUT ROWID;
-- The same by hour and for one dimension at a time: what a long chart reads is as little as it shows.
CREATE TABLE rollup_hour (
    dimension INTEGER NOT NULL, -- 0: everything (`value` is 0), 1: provider, 2: model, 3: key, 4: tool
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

-- What could not be kept, told rather than forgotten.
CREATE TABLE gap (
    id INTEGER PRIMARY KEY,
    recorded_at INTEGER NOT NULL,
    exchanges INTEGER NOT NULL,
    cost INTEGER NOT NULL,
    reason TEXT NOT NULL
) STRICT;

-- Who changed what: keys made and revoked, settings applied.
CREATE TABLE audit (
    id INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    action TEXT NOT NULL,
    detail TEXT NOT NULL
) STRICT;
