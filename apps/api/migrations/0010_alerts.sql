-- Who is to be told when a run has ended: a browser or a webhook. The run's status says whether there is something to tell, so
-- nothing is lost if the service dies between the last step and the sending.
CREATE TABLE alerts (
  id TEXT PRIMARY KEY,
  run_id TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  kind TEXT NOT NULL,              -- 'push' or 'webhook'
  address TEXT NOT NULL,           -- where it is sent
  secrets TEXT NOT NULL,           -- JSON: the browser's keys, or what webhooks are signed with
  origin TEXT NOT NULL,            -- of the service as it was asked, for the run's link
  created_at INTEGER NOT NULL,     -- milliseconds since 1970
  settled INTEGER NOT NULL DEFAULT -1, -- the run's version of which nothing is left to tell; a reopened run gets a later one
  tried INTEGER NOT NULL DEFAULT -1,   -- the version that `tries` counts for
  tries INTEGER NOT NULL DEFAULT 0,
  next_at INTEGER DEFAULT 0,       -- when to try next, at the earliest; NULL once settled
  event TEXT,                      -- what was told last, or is being told
  sent_at INTEGER,                 -- when that arrived; NULL until then
  note TEXT,                       -- why the last try failed, or why there is no further one
  UNIQUE (run_id, address)
) WITHOUT ROWID;

CREATE INDEX alerts_due ON alerts (next_at) WHERE next_at IS NOT NULL;
