import type { D1Database, D1PreparedStatement } from '@cloudflare/workers-types';
import { METRIC_NAMES } from '@stepwell/metrics/names';
import { z } from 'zod';
import { unknownRun } from './runs.ts';

/** Parses JSON in a column. */
const json = <T extends z.ZodType>(schema: T) =>
  z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(schema);

/** Measures of predictions for one part of the data. */
export const evaluation = z.object({
  rows: z.int(),
  task: z.enum(['classification', 'regression']),
  classes: z.array(z.string()).nullable(),
  measures: z.array(
    z.object({
      name: z.enum(METRIC_NAMES),
      value: z.number(),
      /** The 95 % interval; null where there is none. */
      interval: z.object({ low: z.number(), high: z.number() }).nullable(),
    }),
  ),
  evaluatedAt: z.int(),
});
export type Evaluation = z.infer<typeof evaluation>;
const evaluations = z.object({ validation: evaluation.optional(), test: evaluation.optional() });

/** A part of a run's points, as one object. */
const segment = z.object({
  key: z.string(),
  /** Its batches. */
  first: z.int(),
  last: z.int(),
  points: z.int(),
  values: z.int(),
  /** Its smallest and largest step. */
  from: z.number(),
  to: z.number(),
  /** Whether nothing is added to it any more. */
  closed: z.boolean(),
});
export type Segment = z.infer<typeof segment>;

const ofWriting = {
  id: z.string(),
  key_hash: z.string(),
  status: z.enum(['running', 'finished', 'failed']),
  next: z.int(),
  points: z.int(),
  value_count: z.int(),
  quota_day: z.string().nullable(),
  quota_from: z.int().nullable(),
  metrics: json(z.array(z.string())),
};
const writingRow = z.object({ ...ofWriting, waiting: z.int(), waiting_bytes: z.int() });
const logRow = z.object({
  ...ofWriting,
  project: z.string(),
  name: z.string(),
  created_at: z.int(),
  updated_at: z.int(),
  first_step: z.number().nullable(),
  last_step: z.number().nullable(),
  folded: z.int(),
  folds: z.int(),
  overview: z.string().nullable(),
  evaluations: json(evaluations),
  config: json(z.record(z.string(), z.unknown())),
  segments: json(z.array(segment)),
});

/** A logged run as stored. */
export type StoredLog = z.infer<typeof logRow>;
/** What a request that sends points needs of it. */
export type LogToWrite = z.infer<typeof writingRow>;

/** A batch that waits to be folded. */
const waitingRow = z.object({ seq: z.int(), digest: z.string(), data: z.string() });
export type WaitingBatch = z.infer<typeof waitingRow>;

/** Creates a logged run. */
export async function insertLog(
  db: D1Database,
  log: { id: string; keyHash: string; project: string; name: string; config: string; createdAt: number },
): Promise<void> {
  await db
    .prepare(
      `INSERT INTO logs (id, key_hash, project, name, config, created_at, updated_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6)`,
    )
    .bind(log.id, log.keyHash, log.project, log.name, log.config, log.createdAt)
    .run();
}

/** @throws {StepwellError} `unknown_run`. */
export async function loadLog(db: D1Database, id: string): Promise<StoredLog> {
  const row = await db.prepare(`SELECT * FROM logs WHERE id = ?1`).bind(id).first();
  if (row === null) throw unknownRun();
  return logRow.parse(row);
}

/** Loads a run and its waiting batches from the same moment. @throws {StepwellError} `unknown_run`. */
export async function loadLogWithBatches(
  db: D1Database,
  id: string,
): Promise<{ log: StoredLog; waiting: WaitingBatch[] }> {
  const [rows, batches] = await db.batch([
    db.prepare(`SELECT * FROM logs WHERE id = ?1`).bind(id),
    db.prepare(`SELECT seq, digest, data FROM log_batches WHERE run_id = ?1 ORDER BY seq`).bind(id),
  ]);
  const [row] = rows!.results;
  if (row === undefined) throw unknownRun();
  return { log: logRow.parse(row), waiting: z.array(waitingRow).parse(batches!.results) };
}

/** @throws {StepwellError} `unknown_run`. */
export async function loadLogToWrite(db: D1Database, id: string): Promise<LogToWrite> {
  const row = await db
    .prepare(
      `SELECT id, key_hash, status, next, points, value_count, quota_day, quota_from, metrics,
         (SELECT count(*) FROM log_batches WHERE run_id = logs.id) AS waiting,
         (SELECT coalesce(sum(bytes), 0) FROM log_batches WHERE run_id = logs.id) AS waiting_bytes
       FROM logs WHERE id = ?1`,
    )
    .bind(id)
    .first();
  if (row === null) throw unknownRun();
  return writingRow.parse(row);
}

/** A batch to store. */
export interface NewBatch {
  seq: number;
  digest: string;
  data: string;
  points: number;
  values: number;
  steps: { first: number; last: number };
  /** All metrics of the run, as JSON, if the batch has new ones; else null. */
  metrics: string | null;
  /** The UTC day, if it is the first batch of that day; else null. */
  day: string | null;
}

/**
 * Stores a batch, unless another with its sequence number was stored first, or the run was finished.
 *
 * @param more statements to run with it.
 * @returns whether it was stored.
 */
export async function commitBatch(
  db: D1Database,
  id: string,
  batch: NewBatch,
  now: number,
  more: D1PreparedStatement[],
): Promise<boolean> {
  const [updated] = await db.batch([
    db
      .prepare(
        `UPDATE logs SET next = ?2 + 1, points = points + ?3, value_count = value_count + ?4,
           first_step = min(coalesce(first_step, ?5), ?5), last_step = max(coalesce(last_step, ?6), ?6),
           metrics = coalesce(?7, metrics), quota_day = coalesce(?8, quota_day),
           quota_from = CASE WHEN ?8 IS NULL THEN quota_from ELSE ?2 - 1 END, updated_at = ?9
         WHERE id = ?1 AND next = ?2 AND status = 'running'`,
      )
      .bind(
        id,
        batch.seq,
        batch.points,
        batch.values,
        batch.steps.first,
        batch.steps.last,
        batch.metrics,
        batch.day,
        now,
      ),
    db
      .prepare(
        `INSERT INTO log_batches (run_id, seq, digest, bytes, data) SELECT ?1, ?2, ?3, ?4, ?5 WHERE changes() > 0`,
      )
      .bind(id, batch.seq, batch.digest, batch.data.length, batch.data),
    ...more,
  ]);
  return updated!.meta.changes > 0;
}

/** @returns the digest of a waiting batch; null if it is in a segment. */
export async function waitingDigest(db: D1Database, id: string, seq: number): Promise<string | null> {
  const row = await db.prepare(`SELECT digest FROM log_batches WHERE run_id = ?1 AND seq = ?2`).bind(id, seq).first();
  return row === null ? null : z.object({ digest: z.string() }).parse(row).digest;
}

/**
 * Commits a fold, unless another was committed first.
 *
 * @param fold the segments and the overview as they are then, and the last batch that is in them.
 * @returns whether it was committed.
 */
export async function commitFold(
  db: D1Database,
  log: Pick<StoredLog, 'id' | 'folds'>,
  fold: { segments: Segment[]; overview: string | null; folded: number },
): Promise<boolean> {
  const [updated] = await db.batch([
    db
      .prepare(
        `UPDATE logs SET segments = ?3, overview = ?4, folded = ?5, folds = folds + 1 WHERE id = ?1 AND folds = ?2`,
      )
      .bind(log.id, log.folds, JSON.stringify(fold.segments), fold.overview, fold.folded),
    db
      .prepare(`DELETE FROM log_batches WHERE run_id = ?1 AND seq <= (SELECT folded FROM logs WHERE id = ?1)`)
      .bind(log.id),
  ]);
  return updated!.meta.changes > 0;
}

/** Finishes a run. A finished one stays as it is. */
export async function finishLog(db: D1Database, id: string, status: 'finished' | 'failed', now: number): Promise<void> {
  await db
    .prepare(`UPDATE logs SET status = ?2, updated_at = ?3 WHERE id = ?1 AND status = 'running'`)
    .bind(id, status, now)
    .run();
}

/** Stores the measures of one part. */
export async function storeEvaluation(
  db: D1Database,
  id: string,
  part: 'validation' | 'test',
  measured: Evaluation,
): Promise<void> {
  await db
    .prepare(`UPDATE logs SET evaluations = json_set(evaluations, '$.' || ?2, json(?3)), updated_at = ?4 WHERE id = ?1`)
    .bind(id, part, JSON.stringify(measured), measured.evaluatedAt)
    .run();
}

/** @returns the sha256 of a logged run's key; null if there is no such run. */
export async function keyHashOfLog(db: D1Database, id: string): Promise<string | null> {
  const row = await db.prepare(`SELECT key_hash FROM logs WHERE id = ?1`).bind(id).first();
  return row === null ? null : z.object({ key_hash: z.string() }).parse(row).key_hash;
}

/** Deletes the rows of a logged run, and schedules the deletion of its objects. */
export async function deleteLogRows(db: D1Database, id: string, now: number): Promise<void> {
  await db.batch([
    db
      .prepare(
        `INSERT INTO deletions (run_id, deleted_at, due_at, datasets) SELECT id, ?1, ?1, '[]' FROM logs WHERE id = ?2`,
      )
      .bind(now, id),
    db.prepare(`DELETE FROM logs WHERE id = ?1`).bind(id),
  ]);
}

/** Deletes the rows of logged runs that have not changed since a time, the oldest first. @returns their number. */
export async function deleteExpiredLogs(db: D1Database, before: number, limit: number, now: number): Promise<number> {
  const [noted] = await db.batch([
    db
      .prepare(
        `INSERT INTO deletions (run_id, deleted_at, due_at, datasets)
         SELECT id, ?1, ?1, '[]' FROM logs WHERE updated_at < ?2 ORDER BY updated_at LIMIT ?3`,
      )
      .bind(now, before, limit),
    db.prepare(`DELETE FROM logs WHERE id IN (SELECT run_id FROM deletions)`),
  ]);
  return noted!.meta.changes;
}
