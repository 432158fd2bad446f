-- What was used on a day, of what is limited by day (UTC). Rows of earlier days are deleted with the first of a new one.
CREATE TABLE usage (
  day TEXT NOT NULL,               -- '2026-09-01'
  client TEXT NOT NULL,            -- sha256 of day and client, hex: no address is kept; '*' for all clients together
  kind TEXT NOT NULL,              -- 'bytes' uploaded, 'runs' created
  amount INTEGER NOT NULL,
  PRIMARY KEY (day, client, kind)
) WITHOUT ROWID;

-- The UTC day of a run's latest step, and the steps it had before the first of that day: what a day's steps are counted
-- from without a write for each.
ALTER TABLE runs ADD COLUMN quota_day TEXT;
ALTER TABLE runs ADD COLUMN quota_from INTEGER;
