-- What followed each attempt, what it used and what it cost. Rows from before have none of it: NULL says "not known".

ALTER TABLE attempts ADD COLUMN next_step                  VARCHAR(32);
ALTER TABLE attempts ADD COLUMN input_tokens               BIGINT;
ALTER TABLE attempts ADD COLUMN cached_input_tokens        BIGINT;
ALTER TABLE attempts ADD COLUMN cache_creation_tokens      BIGINT;
ALTER TABLE attempts ADD COLUMN cache_creation_long_tokens BIGINT;
ALTER TABLE attempts ADD COLUMN output_tokens              BIGINT;
ALTER TABLE attempts ADD COLUMN reasoning_tokens           BIGINT;
ALTER TABLE attempts ADD COLUMN cost_nano_usd              BIGINT CHECK (cost_nano_usd >= 0);
ALTER TABLE attempts ADD COLUMN price_version              VARCHAR(128);
