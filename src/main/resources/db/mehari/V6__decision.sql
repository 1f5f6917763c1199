-- Why a call went where it went, as JSON, and what rules and routes said about it: one tag a line. NULL for nothing, and in older
-- rows.

ALTER TABLE calls ADD COLUMN tags     VARCHAR(1024);
ALTER TABLE calls ADD COLUMN decision VARCHAR(16384);
