-- What the key holder says of checks: the whole run was made again somewhere, and came out the same or not. One for each
-- place; the newest replaces an earlier one.
CREATE TABLE checks (
  run_id TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  place TEXT NOT NULL,             -- 'Chromium 141', 'Node 24.9.0 on linux x64'
  id TEXT NOT NULL,                -- names it for its removal; another one after each replacement
  version INTEGER NOT NULL,        -- the run's version that was checked: a reopened run is another one
  kind TEXT NOT NULL,              -- 'browser' or 'terminal'
  result TEXT NOT NULL,            -- 'same' or 'different'
  weights TEXT,                    -- sha256 of the weights that came out there; NULL where there were none
  checked_at INTEGER NOT NULL,     -- milliseconds since 1970, by the service's clock
  PRIMARY KEY (run_id, place)
) WITHOUT ROWID;
