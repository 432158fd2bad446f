import { z } from 'zod';
import { allRows } from '@stepwell/metrics/targets';
import type { Split } from '../../training/rows/index.ts';
import { protocolKind } from '../../question/index.ts';
import { expandingWindow, timeHoldOut } from './by-time.ts';
import { duplicates } from './duplicates.ts';
import type { RowStructure } from './row-structure.ts';
import { holdOut, iteratedKFold, kFold } from './splitters.ts';

/** How configurations are validated. */
export const protocol = z.object({
  kind: protocolKind,
  /** How rows are split: at random, by time, or by group. */
  order: z.enum(['random', 'time', 'group']),
  /** Folds, or windows by time; null for a hold-out. */
  k: z.int().nullable(),
  /** How many times the folds are shuffled. */
  iterations: z.int(),
  /** The share of the rows that a hold-out validates on; absent for a fifth. */
  validationShare: z.number().optional(),
  /** Rows of a split's training and validation part, and of the vault. By time, those of the last split. */
  rows: z.object({ train: z.int(), validation: z.int(), test: z.int() }),
  /** Whether the folds are stratified by class. */
  stratified: z.boolean(),
  /** How rows with the same inputs were split. */
  duplicates,
  /** The smallest gain over the baseline that the validation rows can distinguish from chance, four times in five. */
  minimumDetectableGain: z.number(),
  /** The maximum cost of the run under this protocol. */
  price: z.object({ fits: z.int(), steps: z.int() }),
  why: z.string(),
});
export type Protocol = z.infer<typeof protocol>;

/** Rows that a hold-out validates on. */
export const VALIDATION_SHARE = 0.2;

/** @returns the number of splits a configuration is validated on. */
export function countSplits({ k, iterations }: Pick<Protocol, 'k' | 'iterations'>): number {
  return (k ?? 1) * iterations;
}

/**
 * Some splits that stand for all of them: the first, or in time order the last, whose models have seen the most rows.
 *
 * @param count how many; no more than there are.
 */
export function someSplits(protocol: Pick<Protocol, 'k' | 'iterations' | 'order'>, count: number): number[] {
  const all = countSplits(protocol);
  const first = protocol.order === 'time' ? all - Math.min(count, all) : 0;
  return Array.from({ length: Math.min(count, all) }, (_, i) => first + i);
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
