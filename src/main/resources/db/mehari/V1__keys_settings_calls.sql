-- The same for SQLite and PostgreSQL. Times are epoch milliseconds, money is nano-dollars: integers mean the same in both.

CREATE TABLE settings (
    name  VARCHAR(64) PRIMARY KEY,
    value TEXT NOT NULL
);

CREATE TABLE virtual_keys (
    id             VARCHAR(64)  PRIMARY KEY,
    hash           VARCHAR(64)  NOT NULL UNIQUE,
    last4          VARCHAR(4)   NOT NULL,
    name           VARCHAR(128) NOT NULL,
    team           VARCHAR(128),
    tags           TEXT         NOT NULL,
    role           VARCHAR(32)  NOT NULL,
    allowed_models TEXT         NOT NULL,
    default_model  VARCHAR(256),
    expires_at     BIGINT,
    disabled       BOOLEAN      NOT NULL,
    created_at     BIGINT       NOT NULL,
    updated_at     BIGINT       NOT NULL,
    version        BIGINT       NOT NULL
);

CREATE TABLE calls (
    call_id                    VARCHAR(128) PRIMARY KEY,
    time                       BIGINT       NOT NULL,
    key_id                     VARCHAR(64),
    key_name                   VARCHAR(128),
    team                       VARCHAR(128),
    protocol                   VARCHAR(64)  NOT NULL,
    alias                      VARCHAR(256),
    upstream                   VARCHAR(128),
    model                      VARCHAR(256),
    status                     INTEGER      NOT NULL CHECK (status BETWEEN 0 AND 999),
    error_kind                 VARCHAR(64),
    error_origin               VARCHAR(16),
    first_byte_ms              BIGINT       CHECK (first_byte_ms >= 0),
    total_ms                   BIGINT       NOT NULL CHECK (total_ms >= 0),
    input_tokens               BIGINT       NOT NULL,
    cached_input_tokens        BIGINT       NOT NULL,
    cache_creation_tokens      BIGINT       NOT NULL,
    cache_creation_long_tokens BIGINT       NOT NULL,
    output_tokens              BIGINT       NOT NULL,
    reasoning_tokens           BIGINT       NOT NULL,
    usage_known                BOOLEAN      NOT NULL,
    cost_nano_usd              BIGINT       CHECK (cost_nano_usd >= 0),
    price_version              VARCHAR(128),
    streamed                   BOOLEAN      NOT NULL,
    label                      VARCHAR(128)
);

CREATE INDEX calls_time ON calls (time);
CREATE INDEX calls_key_time ON calls (key_id, time);

-- No foreign key to calls: a call and its attempts are written in one transaction, and retention drops both by time.
CREATE TABLE attempts (
    call_id             VARCHAR(128) NOT NULL,
    number              INTEGER      NOT NULL,
    upstream            VARCHAR(128) NOT NULL,
    model               VARCHAR(256) NOT NULL,
    credential_id       VARCHAR(128),
    started_at          BIGINT       NOT NULL,
    first_byte_at       BIGINT,
    ended_at            BIGINT,
    status              INTEGER      NOT NULL,
    error_kind          VARCHAR(64),
    upstream_request_id VARCHAR(128),
    PRIMARY KEY (call_id, number)
);
