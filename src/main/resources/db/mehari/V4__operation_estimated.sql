-- What was asked of an upstream, and whether tokens are our own count because the upstream reported none. Rows from before
-- are chats whose tokens were reported or are not known; an older node that shares the database writes no others.

ALTER TABLE calls ADD COLUMN operation VARCHAR(32) DEFAULT 'chat' NOT NULL;
ALTER TABLE calls ADD COLUMN estimated BOOLEAN DEFAULT FALSE NOT NULL;
ALTER TABLE attempts ADD COLUMN estimated BOOLEAN DEFAULT FALSE NOT NULL;
