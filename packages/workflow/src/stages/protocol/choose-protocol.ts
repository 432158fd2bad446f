import { formatCount } from '@stepwell/base/format';
import type { Target } from '@stepwell/metrics/targets';
import { byRule, byUser, type Decision } from '../../decisions/index.ts';
import type { Measure } from '../measure/index.ts';
import type { RunSpec } from '../../question/index.ts';
import { detectableGain } from './detectable-gain.ts';
import { explainDuplicates, explainGap, explainOrder, explainRareClasses } from './explain.ts';
import { explainSealed } from './explain-sealed.ts';
import { splitsOf, VALIDATION_SHARE, type Protocol } from './protocol.ts';
import type { RowStructure } from './row-structure.ts';
import { FEW_ROWS, chooseFolds, type Folds } from './choose-folds.ts';
import type { Seal } from './vault.ts';

/** The inputs of the third stage. */
export interface ProtocolInput {
  /** The development rows' target. */
  target: Target;
  /** The development rows' structure. */
  structure: RowStructure;
  measure: Measure;
  spec: RunSpec;
  /** How many rows are in the vault. */
  sealed: number;
  /** Whether they come from a test file, and for how many of them the test is optimistic; left out if they were drawn. */
  seal?: Pick<Seal, 'fromTestFile' | 'earlier' | 'knownGroups'>;
  /** The column that may hold each row's time. */
  timeColumn?: string | null;
  /** What the run takes at most, given the number of splits and their training rows. */
  price: (splits: number, trainRows: number) => { fits: number; steps: number };
}

/**
 * The third stage: how configurations are validated. Hold-out with many rows, k-fold with fewer, iterated k-fold with
 * very few. Rows in time order are split by time, and groups stay together.
 *
 * @throws {StepwellError} `protocol_mismatch` when the request is contradictory, or there are too few
 *   rows.
 * @see Chollet, Deep Learning with Python, 4.2.1 and 4.5.3
 */
export function chooseProtocol(input: ProtocolInput): { protocol: Protocol; decisions: Decision[] } {
  const { target, structure, measure, spec, sealed } = input;
  const drawn = input.seal?.fromTestFile !== true;
  const folds = chooseFolds(structure, spec, drawn ? sealed : 0);
  const order = structure.times !== null ? 'time' : spec.group !== undefined ? 'group' : 'random';
  const { train, validation, judged } = sizesOf(folds, order, structure, spec.seed);
  const { gain, rough, how } = detectableGain(target, measure, judged);
  const classesOfTarget = target.kind !== 'number';
  const why =
    structure.given !== undefined
      ? `"${spec.split}" assigns the validation rows.`
      : reasonFor(folds, order, structure.rows, validation);
  const protocol: Protocol = {
    kind: folds.kind,
    order,
    k: folds.k,
    iterations: folds.iterations,
    ...(folds.validationShare === undefined ? {} : { validationShare: folds.validationShare }),
    rows: { train, validation, test: sealed },
    stratified: classesOfTarget && order !== 'time' && structure.given === undefined,
    duplicates: structure.duplicates ?? 'none',
    minimumDetectableGain: gain,
    price: input.price((folds.k ?? 1) * folds.iterations, train),
    why,
  };
  const evidence = {
    rows: structure.rows,
    k: folds.k,
    iterations: folds.iterations,
    validation,
    test: sealed,
    minimumDetectableGain: gain,
    roughGain: rough,
    gainFrom: how,
  };
  return {
    protocol,
    decisions: [
      explainSealed(sealed, order, input.seal),
      (folds.asked ? byUser : byRule)('protocol', nameOf(folds, order), why, evidence),
      byRule(
        'protocol',
        `at most ${protocol.price.fits} fits in about ${protocol.price.steps} steps`,
        'The maximum, if the run climbs every rung and completes the search; most runs take less.',
        protocol.price,
      ),
      ...explainOrder(order, spec, input.timeColumn ?? null),
      ...explainGap(structure, spec),
      ...explainDuplicates(structure),
      ...explainRareClasses(target, protocol),
    ],
  };
}

/** Rows of the last split, whose training part is the largest by time; and how many are validated on over all splits. */
function sizesOf(folds: Folds, order: Protocol['order'], structure: RowStructure, seed: number) {
  const { rows, given } = structure;
  if (given !== undefined) {
    const validation = given.reduce((sum, one) => sum + one, 0);
    return { train: rows - validation, validation, judged: validation };
  }
  if (order !== 'time' && structure.groups === null) {
    const validation =
      folds.k === null ? Math.round(rows * (folds.validationShare ?? VALIDATION_SHARE)) : Math.floor(rows / folds.k);
    return { train: rows - validation, validation, judged: folds.k === null ? validation : rows };
  }
  const splits = splitsOf({ ...folds, iterations: 1, order }, structure, seed);
  const last = splits.at(-1)!;
  const judged = splits.reduce((sum, { validation }) => sum + validation.length, 0);
  return { train: last.train.length, validation: last.validation.length, judged };
}

function nameOf({ kind, k, iterations }: Folds, order: Protocol['order']): string {
  const by = order === 'time' ? ' by time' : order === 'group' ? ' by group' : '';
  if (k === null) return `hold-out${by}`;
  return kind === 'k-fold' ? `${k}-fold${by}` : `${iterations} times ${k}-fold${by}`;
}

function reasonFor(
  { k, iterations, kind, asked }: Folds,
  order: Protocol['order'],
  rows: number,
  validation: number,
): string {
  if (asked) return 'You asked for it.';
  const count = formatCount(rows, 'row');
  if (k === null) return `With ${count}, one validation part of ${validation} is enough.`;
  if (order === 'time') {
    return `With only ${count}, the later ones are validated in ${k} windows, each by a model trained on the rows before it.`;
  }
  if (kind === 'k-fold') return `With only ${count}, each is validated once, in ${k} folds.`;
  return `With only ${count} (under ${FEW_ROWS}), results depend on which rows fall into which fold, so the ${k} folds are reshuffled ${iterations} times and every row is validated each time.`;
}
