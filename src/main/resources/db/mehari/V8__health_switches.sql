-- What an operator switched off or reset by hand. All nodes on one database take it over.
CREATE TABLE health_switches (
    kind VARCHAR(16) NOT NULL,
    name VARCHAR(512) NOT NULL,
    switched_off BOOLEAN NOT NULL,
    why VARCHAR(500),
    changed_by VARCHAR(200) NOT NULL,
    changed_at BIGINT NOT NULL,
    reset_at BIGINT,
    PRIMARY KEY (kind, name)
);
