-- Runs that were deleted, until nothing of theirs can come any more: a step that was under way may still write.
CREATE TABLE deletions (
  run_id TEXT PRIMARY KEY,
  deleted_at INTEGER NOT NULL,     -- milliseconds since 1970
  due_at INTEGER NOT NULL,         -- when its objects are to be looked for, at first or once more
  datasets TEXT NOT NULL           -- JSON array of sha256: deleted with it, unless another run uses them; empty once done
) WITHOUT ROWID;
CREATE INDEX deletions_due ON deletions (due_at);

-- Datasets that somebody is deleting right now: none can be uploaded meanwhile, nor a run made of it.
CREATE TABLE condemned (
  sha256 TEXT PRIMARY KEY,
  claimed_at INTEGER NOT NULL,     -- names the claim: only who claimed it deletes it, and ends the claim
  uploaded_until INTEGER NOT NULL  -- spared if it was uploaded later
) WITHOUT ROWID;

-- Which runs a dataset is used by.
CREATE INDEX runs_dataset ON runs (json_extract(spec, '$.dataset'));
CREATE INDEX runs_test_dataset ON runs (json_extract(spec, '$.testDataset'));

-- When to look next for what a run has left behind; NULL once there is nothing, until it changes again.
ALTER TABLE runs ADD COLUMN clean_at INTEGER DEFAULT 0;
CREATE INDEX runs_to_clean ON runs (clean_at) WHERE clean_at IS NOT NULL;
-- Which runs have not changed for longest.
CREATE INDEX runs_changed ON runs (updated_at);

-- How far walks over storage have come that take many calls.
CREATE TABLE walks (
  name TEXT PRIMARY KEY,
  after TEXT NOT NULL              -- the last key that was looked at; empty before the first
) WITHOUT ROWID;
