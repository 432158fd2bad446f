import { StepwellError } from '@stepwell/base/errors';
import { formatCount } from '@stepwell/base/format';
import type { ProtocolKind, RunSpec } from '../../question/index.ts';
import { expandingWindow, timeHoldOut } from './by-time.ts';
import { DEFAULT_FOLDS, type RowStructure } from './row-structure.ts';
import { countUnits } from './splitters.ts';

/** With this many rows or more, one validation part is enough. */
export const AMPLE_ROWS = 10_000;
/**
 * With fewer rows than this, each of four folds has fewer than 50 validation rows: a share is then uncertain by 7 points
 * (√(0.25 / 50)), and the assignment of rows to folds matters about as much as what is compared.
 */
export const FEW_ROWS = 200;
/** Three reshuffles reduce the effect of the assignment by √3; each further one costs as much and gains less. */
const DEFAULT_ITERATIONS = 3;

/** Windows by time at most, as many as folds. */
const MOST_WINDOWS = 20;
/** Rows that a split must leave to train on, where a gap lies before the validation rows. */
const FEWEST_TO_TRAIN = 10;
/** Of a hold-out, unless told otherwise. */
const USUAL_SHARE = 0.2;

/** The shape of a protocol. */
export interface Folds {
  kind: ProtocolKind;
  k: number | null;
  iterations: number;
  /** The share of the rows that a hold-out validates on; absent for the usual one. */
  validationShare?: number;
  /** Whether the user requested any of it. */
  asked: boolean;
}

/**
 * Chooses hold-out, k-fold or iterated k-fold, and the number of folds: as requested, or by the number of
 * rows.
 *
 * @param sealed how many rows were drawn for the vault; 0 if they come from a test file.
 * @throws {StepwellError} `protocol_mismatch` when the request is contradictory, or there are too few
 *   rows.
 * @see Chollet, Deep Learning with Python, 4.2.1 and 4.5.3
 */
export function chooseFolds(structure: RowStructure, spec: RunSpec, sealed = 0): Folds {
  if (structure.given !== undefined) {
    refuseFoldsOfGiven(spec);
    return { kind: 'hold-out', k: null, iterations: 1, asked: true };
  }
  const { validationShare } = spec;
  const asked =
    spec.protocol !== undefined ||
    validationShare !== undefined ||
    spec.folds !== undefined ||
    spec.iterations !== undefined;
  const kind = spec.protocol ?? impliedKind(structure, spec);
  refuseContradictions(kind, structure, spec);
  const sealedToo = spec.group !== undefined && sealed > 0 ? ' (the others are sealed for the test)' : '';
  if (kind === 'hold-out') {
    refuseOneGroup(structure, sealedToo);
    refuseFewBeforeGap(structure, validationShare);
    return { kind, k: null, iterations: 1, asked, ...(validationShare === undefined ? {} : { validationShare }) };
  }
  return {
    kind,
    k: chooseFoldCount(structure, spec, sealedToo),
    iterations: kind === 'iterated-k-fold' ? (spec.iterations ?? DEFAULT_ITERATIONS) : 1,
    asked,
  };
}

function refuseFoldsOfGiven(spec: RunSpec): void {
  const { protocol = 'hold-out', folds, iterations, validationShare } = spec;
  if (protocol === 'hold-out' && folds === undefined && iterations === undefined && validationShare === undefined)
    return;
  throw mismatch(
    `"${spec.split}" assigns the validation rows, which makes this a hold-out. Leave out ${spec.protocol ?? 'the folds, iterations and validation share'}, or choose a column that only assigns test rows.`,
  );
}

function impliedKind(structure: RowStructure, spec: RunSpec): ProtocolKind {
  const { rows, times } = structure;
  if (spec.validationShare !== undefined) return 'hold-out';
  if (spec.iterations !== undefined) return 'iterated-k-fold';
  if (spec.folds !== undefined) return 'k-fold';
  if (rows >= AMPLE_ROWS || mostWindows(structure) === 1) return 'hold-out';
  return rows < FEW_ROWS && times === null ? 'iterated-k-fold' : 'k-fold';
}

/**
 * How many windows by time leave the first enough rows to train on, where targets are known later than their rows.
 *
 * @returns null where they aren't.
 */
function mostWindows(structure: RowStructure): number | null {
  const { known, times } = structure;
  if (known === undefined || times === null) return null;
  const moments = new Set(times).size;
  for (let k = Math.min(MOST_WINDOWS, moments - 1); k >= 2; k--) {
    for (const { train } of expandingWindow(structure, k)) {
      if (train.length >= FEWEST_TO_TRAIN) return k;
      break;
    }
  }
  return 1;
}

function refuseContradictions(kind: ProtocolKind, structure: RowStructure, spec: RunSpec): void {
  if (kind === 'hold-out' && spec.folds !== undefined) {
    throw mismatch(
      `A hold-out has one validation part, but ${spec.folds} folds were requested. Leave out the folds, or use k-fold.`,
    );
  }
  if (kind !== 'hold-out' && spec.validationShare !== undefined) {
    throw mismatch(
      `A validation share only applies to a hold-out; in ${kind} every row is validated. Leave out the share, or use hold-out.`,
    );
  }
  if (kind === 'iterated-k-fold' && structure.times !== null) {
    throw mismatch(
      'Iterated k-fold reshuffles the rows, but rows in time order can only be split one way. Use k-fold or hold-out, or set the order to random.',
    );
  }
  if (kind !== 'iterated-k-fold' && spec.iterations !== undefined) {
    throw mismatch(
      `Iterations only apply to iterated k-fold, but ${spec.iterations} were requested with ${kind}. Use iterated-k-fold, or leave out the iterations.`,
    );
  }
}

/** The number of folds: as requested, else four, or fewer if there are too few rows, groups or times. */
function chooseFoldCount(structure: RowStructure, spec: RunSpec, sealedToo: string): number {
  const { rows, groups, times } = structure;
  const most = [{ count: Math.floor(rows / 2), why: `${rows} rows would leave fewer than two to validate on` }];
  if (groups !== null) {
    const count = countUnits(structure);
    most.push({
      count,
      why: `the rows form ${formatCount(count, 'group')}${sealedToo}, and every fold needs its own`,
    });
  }
  if (times !== null) {
    const moments = new Set(times).size;
    const why = `the rows have ${formatCount(moments, 'distinct time')}, and every window needs its own plus one before it`;
    most.push({ count: moments - 1, why });
  }
  const windows = mostWindows(structure);
  if (windows !== null) {
    const why =
      "before each window lies a gap, so that no target it trains on is later than the window's first row, and the first window would be left with too few rows to train on";
    most.push({ count: windows, why });
  }
  const limit = most.reduce((least, other) => (other.count < least.count ? other : least));
  const k = spec.folds ?? Math.min(DEFAULT_FOLDS, limit.count);
  if (k <= limit.count && k >= 2) return k;
  const fix =
    limit.count >= 2
      ? `Use at most ${limit.count} folds.`
      : 'Use hold-out, add rows, or choose another group or time column.';
  throw mismatch(`${Math.max(2, k)} folds are too many: ${limit.why}. ${fix}`, { folds: k, limit: limit.count });
}

/** Before the validation rows lies a gap, which must leave some rows to train on. */
function refuseFewBeforeGap(structure: RowStructure, share = USUAL_SHARE): void {
  if (structure.known === undefined) return;
  for (const { train, validation } of timeHoldOut(structure, share)) {
    if (train.length >= FEWEST_TO_TRAIN) continue;
    throw mismatch(
      `Of ${structure.rows} rows, ${train.length} are left to train on: ${validation.length} are for validation, and between the two lies a gap, so that no target to train on is later than the first of them. Use a shorter horizon, a smaller validation share, or a longer history.`,
      { train: train.length, validation: validation.length },
    );
  }
}

function refuseOneGroup(structure: RowStructure, sealedToo: string): void {
  if (structure.groups === null || countUnits(structure) >= 2) return;
  throw mismatch(
    `A hold-out needs at least two groups, one of them for validation, but the rows form 1 group${sealedToo}. Add rows from more groups, or choose another group column.`,
    { groups: 1 },
  );
}

function mismatch(message: string, details: Record<string, unknown> = {}): StepwellError {
  return new StepwellError('protocol_mismatch', message, { details });
}
