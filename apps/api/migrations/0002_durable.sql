-- Whether the service itself drives a run, and how many drivers it was handed to: an older one leaves.
ALTER TABLE runs ADD COLUMN keep_going INTEGER NOT NULL DEFAULT 0;
ALTER TABLE runs ADD COLUMN generation INTEGER NOT NULL DEFAULT 0;
-- Why the last of them gave up, for who looks; NULL while there is nothing to say.
ALTER TABLE runs ADD COLUMN driver_failure TEXT;

-- Until when its driver waits, in milliseconds since 1970: for a daily limit to come back.
ALTER TABLE runs ADD COLUMN driver_waits_until INTEGER NOT NULL DEFAULT 0;

-- Runs that the service should be driving: the scheduled look after them reads only these.
CREATE INDEX runs_kept_going ON runs (updated_at) WHERE keep_going = 1;
