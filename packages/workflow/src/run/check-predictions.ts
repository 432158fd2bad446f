import { StepwellError } from '@stepwell/base/errors';
import { widthOfTarget } from '@stepwell/metrics';
import { countRows, type Target } from '@stepwell/metrics/targets';
import type { Protocol } from '../stages/protocol/index.ts';
import type { RunSpec } from '../question/index.ts';
import { HELD_OUT_SHARE } from './fit-rows.ts';

/**
 * Predictions of one model that are held at once, at eight bytes each 8 MB. An isolate has 128 MB, of which a dataset takes
 * up to 48 and the kernels 16 or more. Beside them stand
 * - at the gate 32 to 48 bytes a prediction: two models and the best guesses, on the folds and on the later rows; and
 *   about 20 where they are ranked;
 * - at the test about 40: outputs, predictions, the guess, the ranks of both; then about 56 as JSON, which takes 20 bytes
 *   a prediction as text and again as bytes.
 */
const MOST_PREDICTIONS = 1_000_000;
/** Early rows are told from late ones by two classes, whatever the target. */
const EARLY_AND_LATE = 2;

/** Rows that one model predicts at once, and what makes them fewer. */
interface Predicted {
  predicted: 'test' | 'validation' | 'gate';
  rows: number;
  what: string;
  mend: string;
}

/**
 * Refuses test rows that the predictions for them would be too many of.
 *
 * @param target of the development rows.
 * @param sealed how many rows are in the vault.
 * @throws {StepwellError} `dataset_too_large`.
 */
export function checkTestPredictions(target: Target, sealed: number): void {
  const mend = 'test on fewer rows: a smaller test file, or a random sample of all rows';
  check(target, { predicted: 'test', rows: sealed, what: 'test rows', mend });
}

/**
 * Refuses a protocol that judges a model on too many rows at once: on those of all folds together, and at the gate on the
 * last quarter of the rows.
 *
 * @param target of the development rows.
 * @throws {StepwellError} `dataset_too_large`.
 */
export function checkProtocolPredictions(
  target: Target,
  protocol: Protocol,
  { effort }: Pick<RunSpec, 'effort'>,
): void {
  const { k, iterations } = protocol;
  const rows = countRows(target);
  const sample = 'send a random sample of the rows';
  check(
    target,
    k === null
      ? {
          predicted: 'validation',
          rows: protocol.rows.validation,
          what: 'validation rows',
          mend: `${sample}, or a smaller validationShare`,
        }
      : {
          predicted: 'validation',
          rows: rows * iterations,
          what: 'rows over all folds',
          mend: `${sample}, or use hold-out${iterations > 1 ? ' or fewer iterations' : ''}`,
        },
  );
  if (effort === 'single') return;
  const quarter = Math.ceil(rows * HELD_OUT_SHARE);
  check(
    target,
    { predicted: 'gate', rows: quarter, what: 'rows, a quarter of all that the gate looks at,', mend: sample },
    EARLY_AND_LATE,
  );
}

/** @param least outputs. */
function check(target: Target, { predicted, rows, what, mend }: Predicted, least = 1): void {
  const outputs = Math.max(least, widthOfTarget(target));
  if (rows * outputs <= MOST_PREDICTIONS) return;
  const { name, fewer } = WORDS[target.kind];
  throw new StepwellError(
    'dataset_too_large',
    `${rows} ${what} of ${outputs} ${name} each are ${grouped(rows * outputs)} predictions; ${grouped(MOST_PREDICTIONS)} can be held at once. ${fewer}, or ${mend}.`,
    { details: { predicted, rows, outputs, limit: MOST_PREDICTIONS } },
  );
}

/** In groups of three digits: none of a number at a limit may be rounded away. */
function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}

const WORDS: Record<Target['kind'], { name: string; fewer: string }> = {
  classes: { name: 'classes', fewer: 'Fold rare classes into one' },
  labels: { name: 'labels', fewer: 'Leave out rare labels' },
  number: { name: 'numbers', fewer: 'Predict fewer columns' },
};
