-- What admins write: entries of the configuration beside those of the files.

-- One row. Whoever changes anything below makes it one more, in the same transaction: two at once cannot both.
CREATE TABLE config_revision (
    id       INTEGER PRIMARY KEY CHECK (id = 1),
    revision BIGINT  NOT NULL
);

INSERT INTO config_revision (id, revision) VALUES (1, 0);

-- version is the revision that wrote it: it is never used again, also after the entry was deleted and made anew.
CREATE TABLE config_objects (
    kind       VARCHAR(32)  NOT NULL,
    name       VARCHAR(256) NOT NULL,
    body       TEXT         NOT NULL,
    version    BIGINT       NOT NULL,
    created_at BIGINT       NOT NULL,
    created_by VARCHAR(128) NOT NULL,
    updated_at BIGINT       NOT NULL,
    updated_by VARCHAR(128) NOT NULL,
    PRIMARY KEY (kind, name)
);

-- AES-GCM under a key of MEHARI_SECRET, bound to upstream, id and the address of the upstream. Base64.
CREATE TABLE config_credentials (
    upstream VARCHAR(256) NOT NULL,
    id       VARCHAR(64)  NOT NULL,
    nonce    VARCHAR(32)  NOT NULL,
    sealed   TEXT         NOT NULL,
    PRIMARY KEY (upstream, id)
);

-- Only ever added to. Bodies hold no secrets.
CREATE TABLE config_audit (
    revision    BIGINT       NOT NULL,
    kind        VARCHAR(32)  NOT NULL,
    name        VARCHAR(256) NOT NULL,
    time        BIGINT       NOT NULL,
    author      VARCHAR(128) NOT NULL,
    action      VARCHAR(16)  NOT NULL,
    old_version BIGINT,
    new_version BIGINT,
    old_body    TEXT,
    new_body    TEXT,
    PRIMARY KEY (revision, kind, name)
);
