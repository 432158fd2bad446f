import { StepwellError } from '@stepwell/base/errors';
import { formatCount } from '@stepwell/base/format';
import type { ProtocolKind, RunSpec } from '../../question/index.ts';
import { DEFAULT_FOLDS, type RowStructure } from './row-structure.ts';
import { countUnits } from './splitters.ts';

/** From this many rows on, one validation part says enough. */
export const AMPLE_ROWS = 10_000;
/**
 * Below this many rows a fold of four has fewer than 50 to validate on: a share is then uncertain by 7 points
 * (√(0.25 / 50)), and which rows fell into which fold matters about as much as what is compared.
 */
export const FEW_ROWS = 200;
/** Dealt this often, the luck of the deal shrinks by √3; every further deal costs as much and brings less. */
const DEFAULT_ITERATIONS = 3;

/** The shape of a protocol. */
export interface Folds {
  kind: ProtocolKind;
  k: number | null;
  iterations: number;
  /** The share of the rows that a hold-out validates on; absent for the usual one. */
  validationShare?: number;
  /** Whether the person asked for any of it. */
  asked: boolean;
}

/**
 * Hold-out, k-fold or iterated k-fold, and of how many folds: what the person asked for, or what the number of rows
 * calls for.
 *
 * @param sealed how many rows were drawn for the vault; 0 where they are those of a test file.
 * @throws {StepwellError} `protocol_mismatch` when what was asked for does not go together, or asks too much of the
 *   rows.
 * @see Chollet, Deep Learning with Python, 4.2.1 and 4.5.3
 */
export function settleFolds(structure: RowStructure, spec: RunSpec, sealed = 0): Folds {
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
  const sealedToo = spec.group !== undefined && sealed > 0 ? ', the others being sealed for the test' : '';
  if (kind === 'hold-out') {
    refuseOneGroup(structure, sealedToo);
    return { kind, k: null, iterations: 1, asked, ...(validationShare === undefined ? {} : { validationShare }) };
  }
  return {
    kind,
    k: settleCount(structure, spec, sealedToo),
    iterations: kind === 'iterated-k-fold' ? (spec.iterations ?? DEFAULT_ITERATIONS) : 1,
    asked,
  };
}

function refuseFoldsOfGiven(spec: RunSpec): void {
  const { protocol = 'hold-out', folds, iterations, validationShare } = spec;
  if (protocol === 'hold-out' && folds === undefined && iterations === undefined && validationShare === undefined)
    return;
  throw mismatch(
    `"${spec.split}" gives the validation rows, which is a hold-out. Leave out ${spec.protocol ?? 'what you asked of folds and shares'}, or name a column that gives test rows only.`,
  );
}

function impliedKind({ rows, times }: RowStructure, spec: RunSpec): ProtocolKind {
  if (spec.validationShare !== undefined) return 'hold-out';
  if (spec.iterations !== undefined) return 'iterated-k-fold';
  if (spec.folds !== undefined) return 'k-fold';
  if (rows >= AMPLE_ROWS) return 'hold-out';
  return rows < FEW_ROWS && times === null ? 'iterated-k-fold' : 'k-fold';
}

function refuseContradictions(kind: ProtocolKind, structure: RowStructure, spec: RunSpec): void {
  if (kind === 'hold-out' && spec.folds !== undefined) {
    throw mismatch(
      `Folds go with k-fold; a hold-out protocol has one validation part, and ${spec.folds} folds were asked for. Leave one of them out.`,
    );
  }
  if (kind !== 'hold-out' && spec.validationShare !== undefined) {
    throw mismatch(
      `A share for validation goes with hold-out; in ${kind} every row is validated on. Leave the share out, or use hold-out.`,
    );
  }
  if (kind === 'iterated-k-fold' && structure.times !== null) {
    throw mismatch(
      'Iterated k-fold deals the rows out anew each time, and rows in order of time can be cut in one way only. Use k-fold or hold-out, or set the order to random.',
    );
  }
  if (kind !== 'iterated-k-fold' && spec.iterations !== undefined) {
    throw mismatch(
      `Iterations go with iterated k-fold; ${spec.iterations} of them were asked for with ${kind}. Use iterated-k-fold, or leave the iterations out.`,
    );
  }
}

/** How many folds: what was asked for, else four, or fewer where rows, groups or moments are too few for four. */
function settleCount(structure: RowStructure, spec: RunSpec, sealedToo: string): number {
  const { rows, groups, times } = structure;
  const most = [{ count: Math.floor(rows / 2), why: `${rows} rows would leave fewer than two to validate on` }];
  if (groups !== null) {
    const count = countUnits(structure);
    most.push({
      count,
      why: `the rows form ${formatCount(count, 'group')}${sealedToo}, and every fold needs one of its own`,
    });
  }
  if (times !== null) {
    const moments = new Set(times).size;
    const why = `the rows have ${formatCount(moments, 'different moment')}, and every window needs one of its own and one before it`;
    most.push({ count: moments - 1, why });
  }
  const limit = most.reduce((least, other) => (other.count < least.count ? other : least));
  const k = spec.folds ?? Math.min(DEFAULT_FOLDS, limit.count);
  if (k <= limit.count && k >= 2) return k;
  const mend =
    limit.count >= 2
      ? `Use ${limit.count} folds at most.`
      : 'Use hold-out, bring more rows, or name another column of groups or times.';
  throw mismatch(`${Math.max(2, k)} folds are too many: ${limit.why}. ${mend}`, { folds: k, limit: limit.count });
}

function refuseOneGroup(structure: RowStructure, sealedToo: string): void {
  if (structure.groups === null || countUnits(structure) >= 2) return;
  throw mismatch(
    `A hold-out needs at least two groups, one of them to validate on, and the rows form 1 group${sealedToo}. Bring rows of more groups, or name another column of groups.`,
    { groups: 1 },
  );
}

function mismatch(message: string, details: Record<string, unknown> = {}): StepwellError {
  return new StepwellError('protocol_mismatch', message, { details });
}
