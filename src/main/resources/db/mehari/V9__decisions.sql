-- Each decision once, by a name made of its text: most calls are decided as others were, and a rule that is passed over by
-- all of them would stand in every row. Rows of older nodes keep theirs in calls.decision.
CREATE TABLE decisions (
    id   VARCHAR(64)    PRIMARY KEY,
    text VARCHAR(16384) NOT NULL
);

ALTER TABLE calls ADD COLUMN decision_id VARCHAR(64);
