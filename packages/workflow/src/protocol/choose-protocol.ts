import { z } from 'zod';
import { byRule, byUser, type Decision } from '../decisions/index.ts';
import { StepwellError } from '../errors/index.ts';
import { mean, standardDeviation, type Measure } from '../measure/index.ts';
import type { Split, Target } from '../rows/index.ts';
import { protocolKind, type RunSpec } from '../spec/index.ts';
import { holdOut, kFold } from './splitters.ts';

export const protocol = z.object({
  kind: protocolKind,
  order: z.literal('random'),
  k: z.int().nullable(),
  iterations: z.int(),
  /** Rows of one fold's training and validation part, and of the vault. */
  rows: z.object({ train: z.int(), validation: z.int(), test: z.int() }),
  /** The smallest gain over the simplest guess that the validation rows can tell from luck four times in five. */
  minimumDetectableGain: z.number(),
  why: z.string(),
});
export type Protocol = z.infer<typeof protocol>;

/** From this many rows on, one validation part says enough. */
const AMPLE_ROWS = 10_000;
const DEFAULT_FOLDS = 4;
const VALIDATION_SHARE = 0.2;
/** z(0.975) + z(0.8): found at the 5 % level, two-sided, four times in five. */
const DETECTABLE_Z = 2.8016;

/**
 * The third stage: how a configuration is judged. k-fold while rows are few, one hold-out part when they are ample.
 *
 * @param target the development rows' target.
 * @param sealed how many rows are in the vault.
 * @throws {StepwellError} `protocol_mismatch` when there are more folds than rows.
 * @see Chollet, Deep Learning with Python, 4.2.1 and 4.5.3
 */
export function chooseProtocol(
  target: Target,
  measure: Measure,
  spec: RunSpec,
  sealed: number,
): { protocol: Protocol; decisions: Decision[] } {
  const rows = target.kind === 'classes' ? target.codes.length : target.values.length;
  const kind = spec.protocol ?? (spec.folds !== undefined || rows < AMPLE_ROWS ? 'k-fold' : 'hold-out');
  const k = kind === 'k-fold' ? (spec.folds ?? DEFAULT_FOLDS) : null;
  if (k === null && spec.folds !== undefined) {
    throw new StepwellError(
      'protocol_mismatch',
      'Folds go with k-fold; a hold-out protocol has one validation part. Leave one of them out.',
    );
  }
  if (k !== null && k > rows / 2) {
    throw new StepwellError(
      'protocol_mismatch',
      `${k} folds of ${rows} rows would leave fewer than two rows to validate on. Use fewer folds.`,
    );
  }
  const validation = k === null ? Math.round(rows * VALIDATION_SHARE) : Math.floor(rows / k);
  const judged = k === null ? validation : rows;
  const minimumDetectableGain = detectableGain(target, measure, judged);
  const asked = spec.protocol !== undefined || spec.folds !== undefined;
  const why = asked
    ? 'You asked for it.'
    : k === null
      ? `${rows} rows are ample: one validation part of ${validation} says enough.`
      : `${rows} rows are few: every one is validated on once, in ${k} folds.`;
  const protocol: Protocol = {
    kind,
    order: 'random',
    k,
    iterations: 1,
    rows: { train: rows - validation, validation, test: sealed },
    minimumDetectableGain,
    why,
  };
  const evidence = { rows, k, validation, test: sealed, minimumDetectableGain };
  return {
    protocol,
    decisions: [
      byRule(
        'protocol',
        `${sealed} test rows sealed`,
        `They were split off before anything was looked at, and are opened once, at the end.`,
        { sealed },
      ),
      (asked ? byUser : byRule)('protocol', k === null ? 'hold-out' : `${k}-fold`, why, evidence),
    ],
  };
}

/**
 * The splits of a protocol, always the same for the same seed.
 *
 * @param target the development rows' target; classes are stratified by.
 */
export function splitsOf(protocol: Protocol, target: Target, seed: number): Split[] {
  const strata = target.kind === 'classes' ? target.codes : new Int32Array(target.values.length);
  return protocol.k === null ? [...holdOut(strata, VALIDATION_SHARE, seed)] : [...kFold(strata, protocol.k, seed)];
}

/** One-sample comparison with a known mean: `z * sd / sqrt(n)`, sd being that of the simplest guess's row scores. */
function detectableGain(target: Target, measure: Measure, rows: number): number {
  return (DETECTABLE_Z * spreadOfSimplestGuess(target, measure)) / Math.sqrt(rows);
}

function spreadOfSimplestGuess(target: Target, measure: Measure): number {
  if (target.kind === 'number') {
    const center = mean(target.values);
    return standardDeviation(
      target.values.map((value) => (measure.name === 'mae' ? Math.abs(value - center) : (value - center) ** 2)),
    );
  }
  const counts = new Map<number, number>();
  for (const code of target.codes) counts.set(code, (counts.get(code) ?? 0) + 1);
  const shares = Array.from(counts.values(), (count) => count / target.codes.length);
  if (measure.name === 'accuracy') {
    const share = Math.max(...shares);
    return Math.sqrt(share * (1 - share));
  }
  const entropy = shares.reduce((sum, share) => sum - share * Math.log(share), 0);
  const second = shares.reduce((sum, share) => sum + share * Math.log(share) ** 2, 0);
  return Math.sqrt(Math.max(0, second - entropy * entropy));
}
