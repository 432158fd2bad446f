import { z } from 'zod';
import { allRows } from '@stepwell/metrics/targets';
import type { Split } from '../../training/rows/index.ts';
import { protocolKind } from '../../question/index.ts';
import { expandingWindow, timeHoldOut } from './by-time.ts';
import { duplicates } from './duplicates.ts';
import type { RowStructure } from './row-structure.ts';
import { holdOut, iteratedKFold, kFold } from './splitters.ts';

/** How a configuration is judged. */
export const protocol = z.object({
  kind: protocolKind,
  /** How rows were put on either side: at random, the earlier before the later, or group by group. */
  order: z.enum(['random', 'time', 'group']),
  /** Folds, or windows by time; null for a hold-out. */
  k: z.int().nullable(),
  /** How often the folds are reshuffled. */
  iterations: z.int(),
  /** The share of the rows that a hold-out validates on; absent for a fifth. */
  validationShare: z.number().optional(),
  /** Rows of a split's training and validation part, and of the vault. By time, those of the last split. */
  rows: z.object({ train: z.int(), validation: z.int(), test: z.int() }),
  /** Whether every fold has its share of every class. */
  stratified: z.boolean(),
  /** What was done about rows with the same inputs. */
  duplicates,
  /** The smallest gain over the simplest guess that the validation rows can tell from luck four times in five. */
  minimumDetectableGain: z.number(),
  /** What the run takes at most under this protocol. */
  price: z.object({ fits: z.int(), steps: z.int() }),
  why: z.string(),
});
export type Protocol = z.infer<typeof protocol>;

/** Rows that a hold-out validates on. */
export const VALIDATION_SHARE = 0.2;

/** @returns how many splits a configuration is judged on. */
export function countSplits({ k, iterations }: Pick<Protocol, 'k' | 'iterations'>): number {
  return (k ?? 1) * iterations;
}

/**
 * The splits of a protocol, always the same for the same seed.
 *
 * @param structure of the development rows, as the protocol was chosen for.
 * @throws {StepwellError} `protocol_mismatch` when it is another structure, with too few rows, groups or moments.
 */
export function splitsOf(
  {
    kind,
    order,
    k,
    iterations,
    validationShare = VALIDATION_SHARE,
  }: Pick<Protocol, 'kind' | 'order' | 'k' | 'iterations' | 'validationShare'>,
  structure: RowStructure,
  seed: number,
): Split[] {
  if (structure.given !== undefined) return [splitGiven(structure.given)];
  if (order === 'time') {
    return k === null ? [...timeHoldOut(structure, validationShare)] : [...expandingWindow(structure, k)];
  }
  if (k === null) return [...holdOut(structure, validationShare, seed)];
  return kind === 'k-fold' ? [...kFold(structure, k, seed)] : [...iteratedKFold(structure, k, iterations, seed)];
}

function splitGiven(given: Uint8Array): Split {
  const rows = allRows(given.length);
  return { train: rows.filter((row) => given[row] === 0), validation: rows.filter((row) => given[row] === 1) };
}
