import { StepwellError } from '@stepwell/base/errors';
import type { Env } from '../env.ts';
import { examineObjects } from './examine-objects.ts';
import { examineRows } from './examine-rows.ts';
import { examineRuns } from './examine-runs.ts';
import type { Examination, Examined, Finding } from './finding.ts';

type Part = (env: Env, after: string, how: Examination) => Promise<Examined>;

/** What is examined, in this order: what runs lack first, so that what nobody needs is not taken from who does. */
const PARTS: readonly (readonly [name: string, part: Part])[] = [
  ['runs', examineRuns],
  ['fits', (env, after, how) => examineRows(env, 'fits', after, how)],
  ['curve_pages', (env, after, how) => examineRows(env, 'curve_pages', after, how)],
  ['decisions', (env, after, how) => examineRows(env, 'decisions', after, how)],
  ['objects', examineObjects],
];

/** What one call found. */
export interface Diagnosis {
  findings: Finding[];
  looked: { runs: number; objects: number };
  /** Where the next call goes on; null once everything was looked at. */
  cursor: string | null;
}

/**
 * Examines a bounded piece of the service.
 *
 * @param cursor of the call before; `runs:` for the first.
 * @throws {StepwellError} `invalid_request` for a cursor that none of them gave.
 */
export async function examine(env: Env, cursor: string, how: Examination): Promise<Diagnosis> {
  const [, name, after = ''] = /^([a-z_]+):(.*)$/s.exec(cursor) ?? [];
  const at = PARTS.findIndex(([part]) => part === name);
  const part = PARTS[at];
  if (part === undefined) {
    throw new StepwellError('invalid_request', 'That cursor comes from no earlier answer. Leave it out to begin anew.');
  }
  const { findings, looked, after: next } = await part[1](env, after, how);
  if (next !== null) return { findings, looked, cursor: `${part[0]}:${next}` };
  const following = PARTS[at + 1];
  return { findings, looked, cursor: following === undefined ? null : `${following[0]}:` };
}
