import { StepwellError } from '@stepwell/base/errors';
import type { Env } from '../env.ts';
import { examineLogs } from './examine-logs.ts';
import { examineObjects } from './examine-objects.ts';
import { examineRows } from './examine-rows.ts';
import { examineRuns } from './examine-runs.ts';
import type { Examination, Examined, Finding } from './finding.ts';

type Part = (env: Env, after: string, how: Examination) => Promise<Examined>;

/** Parts in the order of examination. Missing objects come first, so leftover objects aren't deleted while still needed. */
const PARTS: readonly (readonly [name: string, part: Part])[] = [
  ['runs', examineRuns],
  ['fits', (env, after, how) => examineRows(env, 'fits', after, how)],
  ['curve_pages', (env, after, how) => examineRows(env, 'curve_pages', after, how)],
  ['decisions', (env, after, how) => examineRows(env, 'decisions', after, how)],
  ['checks', (env, after, how) => examineRows(env, 'checks', after, how)],
  ['log_batches', (env, after, how) => examineRows(env, 'log_batches', after, how)],
  ['logs', examineLogs],
  ['objects', examineObjects],
];

/** Findings of one call. */
export interface Diagnosis {
  findings: Finding[];
  examined: { runs: number; objects: number };
  /** Cursor of the next call; null after the last. */
  cursor: string | null;
}

/**
 * Examines a bounded part of the stored data.
 *
 * @param cursor from the previous call; `runs:` for the first.
 * @returns the findings and the next cursor.
 * @throws {StepwellError} `invalid_request` for an unknown cursor.
 */
export async function examine(env: Env, cursor: string, how: Examination): Promise<Diagnosis> {
  const [, name, after = ''] = /^([a-z_]+):(.*)$/s.exec(cursor) ?? [];
  const at = PARTS.findIndex(([part]) => part === name);
  const part = PARTS[at];
  if (part === undefined) {
    throw new StepwellError(
      'invalid_request',
      'The cursor is unknown: a cursor from an earlier answer was expected. Leave it out to start from the beginning.',
    );
  }
  const { findings, examined, after: next } = await part[1](env, after, how);
  if (next !== null) return { findings, examined, cursor: `${part[0]}:${next}` };
  const following = PARTS[at + 1];
  return { findings, examined, cursor: following === undefined ? null : `${following[0]}:` };
}
