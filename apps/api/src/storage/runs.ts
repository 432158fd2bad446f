import type { D1Database, D1PreparedStatement, D1Result } from '@cloudflare/workers-types';
import { readDecision, readSpec, readState, type Decision, type RunSpec, type RunState } from '@stepwell/workflow';
import { StepwellError } from '@stepwell/base/errors';
import { z } from 'zod';
import { LED_TO } from './links.ts';

const runRow = z.object({
  id: z.string(),
  key_hash: z.string(),
  name: z.string(),
  spec: z.string(),
  rows: z.int(),
  columns: z.int(),
  state: z.string(),
  version: z.int(),
  created_at: z.int(),
  updated_at: z.int(),
  keep_going: z.int(),
  generation: z.int(),
  driver_failure: z.string().nullable(),
  quota_day: z.string().nullable(),
  quota_from: z.int().nullable(),
  mends: z.int(),
  forgotten_steps: z.int(),
  predictions_off: z.int(),
  /** Its fits, as JSON. */
  fits: z.string(),
});

/** A row of fits as `loadRun` selects it. There are dozens a step, so they aren't checked one by one. */
type FitCells = [
  fitId: string,
  step: number,
  position: number,
  units: number,
  checkpoint: string,
  done: 0 | 1,
  leaseBy: string,
  leaseUntil: number,
];

/** A run as stored. */
export interface StoredRun {
  id: string;
  /** The id in the request: the run's own, or a read-only link. Answers show this one; storage uses `id`. */
  shownId: string;
  keyHash: string;
  name: string;
  spec: RunSpec;
  dataset: { rows: number; columns: number };
  state: RunState;
  version: number;
  createdAt: number;
  updatedAt: number;
  /** Whether the service drives it while it is running. */
  inBackground: boolean;
  /** Number of times the service started or stopped driving it. */
  generation: number;
  /** Why the service last stopped driving it because of an error. */
  driverFailure: string | null;
  /** The UTC day of its latest step, and the steps it had before that day; null before its first. */
  quota: { day: string; from: number } | null;
  /** Every fit that has begun, by id. */
  fits: Map<string, StoredFit>;
  /** Committed steps: decisions and training steps, including those of fits that were reset. */
  steps: number;
  /** Number of rewrites of its curve; each invalidates cached pages. */
  rewrites: number;
  /** Who may use its model: whoever has a link, or only who holds the key. */
  predictions: 'link' | 'key';
}

/** A fit as stored, without its outcome. */
export interface StoredFit {
  step: number;
  position: number;
  units: number;
  checkpoint: string;
  done: boolean;
  leaseBy: string;
  leaseUntil: number;
}

/**
 * Creates a run.
 *
 * @returns whether it was created; false while one of its datasets is being deleted.
 */
export async function insertRun(
  db: D1Database,
  run: Pick<StoredRun, 'id' | 'keyHash' | 'name' | 'spec' | 'dataset' | 'state' | 'createdAt'>,
): Promise<boolean> {
  const insert = db
    .prepare(
      `INSERT INTO runs (id, key_hash, name, spec, rows, columns, state, status, created_at, updated_at)
       SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?9
       WHERE NOT EXISTS (SELECT 1 FROM condemned WHERE sha256 IN (?10, ?11))`,
    )
    .bind(
      run.id,
      run.keyHash,
      run.name,
      JSON.stringify(run.spec),
      run.dataset.rows,
      run.dataset.columns,
      JSON.stringify(run.state),
      run.state.status,
      run.createdAt,
      run.spec.dataset,
      run.spec.testDataset ?? null,
    );
  const known = db.prepare(`DELETE FROM deletions WHERE run_id = ?1 AND changes() > 0`).bind(run.id);
  const [inserted] = await db.batch([insert, known]);
  return inserted!.meta.changes > 0;
}

/** @returns whether the run exists. */
export async function runExists(db: D1Database, id: string): Promise<boolean> {
  return (await db.prepare(`SELECT 1 FROM runs WHERE id = ?1`).bind(id).first()) !== null;
}

/**
 * Loads a run.
 *
 * @param id id of the run, or an active link to it.
 * @returns the run with its fits.
 * @throws {StepwellError} `unknown_run`.
 */
export async function loadRun(db: D1Database, id: string, now = Date.now()): Promise<StoredRun> {
  return asRun(await selectRun(db, id, now).all(), id);
}

/** The query of `loadRun`, for a batch; `asRun` reads its result. */
export function selectRun(db: D1Database, id: string, now: number): D1PreparedStatement {
  return db
    .prepare(
      `SELECT *, (
         SELECT json_group_array(json_array(
           fit_id, step, position, units, checkpoint, outcome IS NOT NULL, lease_by, lease_until))
         FROM fits WHERE run_id = runs.id
       ) AS fits FROM runs WHERE id = ${LED_TO}`,
    )
    .bind(id, now);
}

/** @throws {StepwellError} `unknown_run`. */
export function asRun({ results }: Pick<D1Result, 'results'>, id: string): StoredRun {
  const [first] = results;
  if (first === undefined) throw unknownRun();
  const row = runRow.parse(first);
  const state = readState(row.state);
  if (state === null) throw outdatedRun();
  const cells: FitCells[] = JSON.parse(row.fits);
  const fits = new Map(
    cells.map(([fitId, step, position, units, checkpoint, done, leaseBy, leaseUntil]): [string, StoredFit] => [
      fitId,
      { step, position, units, checkpoint, done: done === 1, leaseBy, leaseUntil },
    ]),
  );
  let steps = row.version + row.forgotten_steps;
  for (const fit of fits.values()) steps += fit.step;
  return {
    id: row.id,
    shownId: id,
    keyHash: row.key_hash,
    name: row.name,
    spec: readSpec(row.spec),
    dataset: { rows: row.rows, columns: row.columns },
    state,
    version: row.version,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    inBackground: row.keep_going === 1,
    generation: row.generation,
    driverFailure: row.driver_failure,
    quota: row.quota_day === null ? null : { day: row.quota_day, from: row.quota_from ?? 0 },
    fits,
    steps,
    rewrites: row.mends,
    predictions: row.predictions_off === 1 ? 'key' : 'link',
  };
}

/** Stores who may use a run's model. */
export async function allowPredictions(db: D1Database, runId: string, to: StoredRun['predictions']): Promise<void> {
  await db
    .prepare(`UPDATE runs SET predictions_off = ?2 WHERE id = ?1`)
    .bind(runId, to === 'key' ? 1 : 0)
    .run();
}

/** @returns the error for an unknown id. */
export function unknownRun(): StepwellError {
  return new StepwellError(
    'unknown_run',
    'There is no run at this link. Check that the link is complete; the run may also have been deleted, or the link may have expired.',
  );
}

function outdatedRun(): StepwellError {
  return new StepwellError(
    'run_outdated',
    'This run was created by an earlier version and can no longer be read. Start it again; the same data, settings and seed give the same results.',
  );
}

/** @returns the outcome of each finished fit, as stored. */
export async function loadOutcomes(db: D1Database, runId: string, fitIds: string[]): Promise<Map<string, unknown>> {
  if (fitIds.length === 0) return new Map();
  const { results } = await db
    .prepare(
      `SELECT fit_id, outcome FROM fits
       WHERE run_id = ?1 AND outcome IS NOT NULL AND fit_id IN (SELECT value FROM json_each(?2))`,
    )
    .bind(runId, JSON.stringify(fitIds))
    .all();
  const rows = z.array(z.object({ fit_id: z.string(), outcome: z.string() })).parse(results);
  return new Map(rows.map((row): [string, unknown] => [row.fit_id, JSON.parse(row.outcome)]));
}

/** @returns the run's decisions in order. */
export async function loadDecisions(db: D1Database, runId: string): Promise<Decision[]> {
  const { results } = await db
    .prepare(`SELECT decision FROM decisions WHERE run_id = ?1 ORDER BY version, position`)
    .bind(runId)
    .all();
  const rows = z.array(z.object({ decision: z.string() })).parse(results);
  return rows.map((row) => readDecision(row.decision));
}
