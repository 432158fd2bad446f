-- Further links to a run, each of which may end by itself or be taken back. A link looks like a run's id and reads like
-- one; one that was taken back has no row. `expires_at` is NULL where it does not end by itself.
CREATE TABLE links (
  link TEXT PRIMARY KEY,
  run_id TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  created_at INTEGER NOT NULL,     -- milliseconds since 1970
  expires_at INTEGER
) WITHOUT ROWID;

CREATE INDEX links_of_run ON links (run_id, created_at);
