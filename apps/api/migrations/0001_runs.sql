-- One workflow on one dataset. `version` counts committed decisions; a commit names the version it read.
CREATE TABLE runs (
  id TEXT PRIMARY KEY,
  key_hash TEXT NOT NULL,          -- sha256 of the edit key, hex
  name TEXT NOT NULL,
  spec TEXT NOT NULL,              -- JSON, never changes
  rows INTEGER NOT NULL,           -- of the dataset as uploaded
  columns INTEGER NOT NULL,
  state TEXT NOT NULL,             -- JSON, stepwell.run/2
  status TEXT NOT NULL,
  version INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL,     -- milliseconds since 1970
  updated_at INTEGER NOT NULL
);

-- One training chain. The row appears with its first committed step; `step` counts them.
CREATE TABLE fits (
  run_id TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  fit_id TEXT NOT NULL,            -- 'rung-2/fold-0'
  step INTEGER NOT NULL,
  position INTEGER NOT NULL,       -- minibatches and validation chunks done
  units INTEGER NOT NULL,          -- … of so many
  checkpoint TEXT NOT NULL,        -- key of the object
  outcome TEXT,                    -- JSON, once finished
  lease_by TEXT NOT NULL,          -- the driver that committed last
  lease_until INTEGER NOT NULL,
  PRIMARY KEY (run_id, fit_id)
) WITHOUT ROWID;

-- Curve points, all that one step finished in one value. `seq` is the reader's cursor.
CREATE TABLE curve_pages (
  run_id TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  seq INTEGER NOT NULL,
  fit_id TEXT NOT NULL,
  points TEXT NOT NULL,            -- JSON array of curve points
  PRIMARY KEY (run_id, seq)
) WITHOUT ROWID;

-- What was decided, in order, and why.
CREATE TABLE decisions (
  run_id TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  version INTEGER NOT NULL,        -- the commit that brought it
  position INTEGER NOT NULL,       -- within that commit
  decision TEXT NOT NULL,          -- JSON
  PRIMARY KEY (run_id, version, position)
) WITHOUT ROWID;
