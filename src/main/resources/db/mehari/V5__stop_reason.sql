-- The upstream's own word for why a translated answer ended, of which the caller's protocol may say less. NULL for none, and in
-- older rows.

ALTER TABLE attempts ADD COLUMN stop_reason VARCHAR(128);
