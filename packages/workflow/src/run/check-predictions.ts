import { StepwellError } from '@stepwell/base/errors';
import { widthOfTarget } from '@stepwell/metrics';
import { countRows, type Target } from '@stepwell/metrics/targets';
import type { Protocol } from '../stages/protocol/index.ts';
import type { RunSpec } from '../question/index.ts';
import { HELD_OUT_SHARE } from './fit-rows.ts';

/**
 * Most predictions of one model in memory; 8 bytes each, so 8 MB. An isolate has 128 MB, of which a dataset takes up to 48
 * and the kernels 16 or more. In addition,
 * - the gate takes 32 to 48 bytes per prediction: two models and the baselines, on the folds and on the later rows; and
 *   about 20 for ranking;
 * - the test takes about 40: outputs, predictions, the baseline, the ranks of both; then about 56 as JSON, at 20 bytes per
 *   prediction as text and again as bytes.
 */
const MOST_PREDICTIONS = 1_000_000;
/** Classes of the control that distinguishes early from late rows. */
const EARLY_AND_LATE = 2;

/** Rows that one model predicts at once, and how to reduce them. */
interface Predicted {
  predicted: 'test' | 'validation' | 'gate';
  rows: number;
  what: string;
  otherwise: string;
}

/**
 * Checks the number of predictions for the test rows.
 *
 * @param target target of the development rows.
 * @param sealed number of rows in the vault.
 * @throws {StepwellError} `dataset_too_large`.
 */
export function checkTestPredictions(target: Target, sealed: number): void {
  const otherwise = 'test on fewer rows: a smaller test file, or a random sample of all rows';
  check(target, { predicted: 'test', rows: sealed, what: 'test rows', otherwise });
}

/**
 * Checks the number of predictions of a protocol: for the validation rows of all folds, and for the last quarter of the
 * rows at the gate.
 *
 * @param target target of the development rows.
 * @throws {StepwellError} `dataset_too_large`.
 */
export function checkProtocolPredictions(
  target: Target,
  protocol: Protocol,
  { effort }: Pick<RunSpec, 'effort'>,
): void {
  const { k, iterations } = protocol;
  const rows = countRows(target);
  const sample = 'upload a random sample of the rows';
  check(
    target,
    k === null
      ? {
          predicted: 'validation',
          rows: protocol.rows.validation,
          what: 'validation rows',
          otherwise: `${sample}, or a smaller validationShare`,
        }
      : {
          predicted: 'validation',
          rows: rows * iterations,
          what: 'rows over all folds',
          otherwise: `${sample}, or use hold-out${iterations > 1 ? ' or fewer iterations' : ''}`,
        },
  );
  if (effort === 'single') return;
  const quarter = Math.ceil(rows * HELD_OUT_SHARE);
  check(
    target,
    { predicted: 'gate', rows: quarter, what: 'rows of the gate (a quarter of all rows)', otherwise: sample },
    EARLY_AND_LATE,
  );
}

/** @param least minimum number of outputs. */
function check(target: Target, { predicted, rows, what, otherwise }: Predicted, least = 1): void {
  const outputs = Math.max(least, widthOfTarget(target));
  if (rows * outputs <= MOST_PREDICTIONS) return;
  const { name, fewer } = WORDS[target.kind];
  throw new StepwellError(
    'dataset_too_large',
    `${rows} ${what} with ${outputs} ${name} each are ${grouped(rows * outputs)} predictions; the limit is ${grouped(MOST_PREDICTIONS)}. ${fewer}, or ${otherwise}.`,
    { details: { predicted, rows, outputs, limit: MOST_PREDICTIONS } },
  );
}

/** Formats an integer exactly, with thousands separators. */
function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}

const WORDS: Record<Target['kind'], { name: string; fewer: string }> = {
  classes: { name: 'classes', fewer: 'Merge rare classes' },
  labels: { name: 'labels', fewer: 'Leave out rare labels' },
  number: { name: 'numbers', fewer: 'Predict fewer columns' },
};
