-- Runs that are trained elsewhere and only logged here. Their objects are under runs/{id}/, as those of other runs are.
CREATE TABLE logs (
  id TEXT PRIMARY KEY,
  key_hash TEXT NOT NULL,          -- sha256 of the edit key, hex
  project TEXT NOT NULL,
  name TEXT NOT NULL,
  status TEXT NOT NULL DEFAULT 'running',  -- 'running', 'finished' or 'failed'
  created_at INTEGER NOT NULL,     -- milliseconds since 1970
  updated_at INTEGER NOT NULL,
  next INTEGER NOT NULL DEFAULT 1, -- sequence number of the batch that is expected
  points INTEGER NOT NULL DEFAULT 0,
  value_count INTEGER NOT NULL DEFAULT 0,
  first_step INTEGER,              -- the smallest and the largest; NULL before the first point
  last_step INTEGER,
  folded INTEGER NOT NULL DEFAULT 0,       -- batches up to this one are in segments
  folds INTEGER NOT NULL DEFAULT 0,        -- a fold names the count that it read
  overview TEXT,                   -- key of the object that holds the overview of the closed segments
  quota_day TEXT,                  -- the UTC day of its latest batch, and the batches before the first of that day
  quota_from INTEGER,
  evaluations TEXT NOT NULL DEFAULT '{}',  -- JSON: measures of predictions, by part
  config TEXT NOT NULL,            -- JSON object
  metrics TEXT NOT NULL DEFAULT '[]',      -- JSON array of names, in the order in which they came
  segments TEXT NOT NULL DEFAULT '[]'      -- JSON array, in order
);
CREATE INDEX logs_changed ON logs (updated_at);

-- Batches of points that are not yet in a segment.
CREATE TABLE log_batches (
  run_id TEXT NOT NULL REFERENCES logs (id) ON DELETE CASCADE,
  seq INTEGER NOT NULL,
  digest TEXT NOT NULL,            -- tells the same points sent again from others
  bytes INTEGER NOT NULL,          -- of `data`
  data TEXT NOT NULL,              -- the points, encoded, in base64
  PRIMARY KEY (run_id, seq)
);
