import { formatCount } from '@stepwell/base/format';
import type { Target } from '@stepwell/metrics/targets';
import { byRule, byUser, type Decision } from '../../decisions/index.ts';
import type { Measure } from '../measure/index.ts';
import type { RunSpec } from '../../question/index.ts';
import { detectableGain } from './detectable-gain.ts';
import { explainOrder, explainRareClasses, explainDuplicates } from './explain.ts';
import { explainSealed } from './explain-sealed.ts';
import { splitsOf, VALIDATION_SHARE, type Protocol } from './protocol.ts';
import type { RowStructure } from './row-structure.ts';
import { FEW_ROWS, settleFolds, type Folds } from './settle-folds.ts';
import type { Seal } from './vault.ts';

/** What the third stage goes by. */
export interface ProtocolInput {
  /** The development rows' target. */
  target: Target;
  /** Theirs too. */
  structure: RowStructure;
  measure: Measure;
  spec: RunSpec;
  /** How many rows are in the vault. */
  sealed: number;
  /** Whether they are those of a test file, and how many of these the test flatters for; left out: they were drawn. */
  seal?: Pick<Seal, 'fromTestFile' | 'earlier' | 'knownGroups'>;
  /** The column that may say when a row was seen. */
  timeColumn?: string | null;
  /** What the run takes at most, given how many splits each configuration is judged on and their training rows. */
  price: (splits: number, trainRows: number) => { fits: number; steps: number };
}

/**
 * The third stage: how a configuration is judged. Hold-out when rows are ample, k-fold when not, iterated k-fold when
 * few; the earlier rows for the later where they are in order of time; groups whole.
 *
 * @throws {StepwellError} `protocol_mismatch` when what was asked for does not go together, or asks too much of the
 *   rows.
 * @see Chollet, Deep Learning with Python, 4.2.1 and 4.5.3
 */
export function chooseProtocol(input: ProtocolInput): { protocol: Protocol; decisions: Decision[] } {
  const { target, structure, measure, spec, sealed } = input;
  const drawn = input.seal?.fromTestFile !== true;
  const folds = settleFolds(structure, spec, drawn ? sealed : 0);
  const order = structure.times !== null ? 'time' : spec.group !== undefined ? 'group' : 'random';
  const { train, validation, judged } = sizesOf(folds, order, structure, spec.seed);
  const { gain, rough, how } = detectableGain(target, measure, judged);
  const classesOfTarget = target.kind !== 'number';
  const why =
    structure.given !== undefined
      ? `"${spec.split}" says which rows are for validation.`
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
        'What the run takes if every rung is climbed and the whole search is made; most runs take less.',
        protocol.price,
      ),
      ...explainOrder(order, spec, input.timeColumn ?? null),
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
  if (k === null) return `${count} are ample: one validation part of ${validation} says enough.`;
  if (order === 'time') {
    return `${count} are few: the later ones are validated on in ${k} windows, each by what came before it.`;
  }
  if (kind === 'k-fold') return `${count} are few: every one is validated on once, in ${k} folds.`;
  return `${count} are very few, under ${FEW_ROWS}: which rows fall into which fold matters, so ${k} folds are dealt anew ${iterations} times and every row is validated on in each.`;
}
