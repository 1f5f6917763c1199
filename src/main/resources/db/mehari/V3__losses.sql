-- What of a call could not be said to the upstream, or back: path:action, one a line. NULL for nothing, and in older rows.

ALTER TABLE attempts ADD COLUMN losses VARCHAR(4096);
