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
  claimed_at INTEGER NOT NULL      -- by whom, so to say: only who claimed it deletes it, and ends the claim
) WITHOUT ROWID;

-- Which runs a dataset is used by.
CREATE INDEX runs_dataset ON runs (json_extract(spec, '$.dataset'));
CREATE INDEX runs_test_dataset ON runs (json_extract(spec, '$.testDataset'));
