import { allRows, take, targetAt } from '@stepwell/metrics/targets';
import type { ComparedPart } from '@stepwell/metrics';
import type { Definition } from '../stages/define/index.ts';
import { classWeightFor, testLinear, type Exchange } from '../stages/gate/index.ts';
import { splitsOf } from '../stages/protocol/index.ts';
import { prepareFit } from '../training/fit/index.ts';
import { designOf, predictLinear } from '../training/linear/index.ts';
import { fitPreparation, transformRows, type ColumnPreparation } from '../training/preparation/index.ts';
import type { Part, Split } from '../training/rows/index.ts';
import type { RunSpec } from '../question/index.ts';
import { developmentPart, developmentStructure, type RunData } from './run-data.ts';
import { reached, type RunState } from './run-state.ts';

/** With more inputs than this, the normal equations take too long for a step. */
const WIDEST = 400;
/** Rows × inputs² that one fold may take; with more, rows are left out at regular distances. */
const WORK = 2e8;

/** What the linear control found. */
export interface LinearControl {
  /** Its predictions for each split's validation rows; without the baseline's. */
  predictions: ComparedPart['model'][];
  /** The p-value of the permutation test; null where it would take too long. */
  p: number | null;
}

/** Whether the weights of a linear model can be solved for directly: with numbers as inputs, and not too many of them. */
export function solvesLinear(part: Part, preparation: ColumnPreparation[], definition: Definition): boolean {
  if (definition.inputs.some(({ kind }) => kind === 'text' || kind === 'image')) return false;
  const { width } = fitPreparation(part, preparation, allRows(part.ids.length), { features: false, bounds: null });
  return width > 0 && width <= WIDEST;
}

/**
 * Fits the penalised linear model on every split, and tests whether it predicts better than chance.
 *
 * @returns null if it can't be solved for directly.
 */
export function controlLinear(state: RunState, data: RunData): LinearControl | null {
  const definition = reached(state, 'definition');
  const preparation = reached(state, 'preparation');
  const part = developmentPart(data, definition);
  if (!solvesLinear(part, preparation, definition)) return null;
  const structure = developmentStructure(data, definition, part);
  const protocol = reached(state, 'protocol');
  const splits = splitsOf(protocol, structure, data.spec.seed);
  const measure = reached(state, 'measure');
  const options = {
    balanced: classWeightFor(definition, measure) === 'balanced',
    absolute: measure.loss === 'mean-absolute-error',
  };
  const predictions = splits.map((split) => predictSplit(part, preparation, split, definition, options));
  return { predictions, p: testSplits(part, preparation, splits.slice(0, protocol.k ?? 1), structure, data.spec) };
}

function predictSplit(
  part: Part,
  preparation: ColumnPreparation[],
  { train, validation }: Split,
  { bounds }: Pick<Definition, 'bounds'>,
  options: { balanced: boolean; absolute: boolean },
): ComparedPart['model'] {
  const data = prepareFit(part, { preparation, features: false, bounds, form: 'multi-hot' }, train, validation);
  const { width } = data.preparation;
  const trained = numbersOf(data.train.x);
  const unseen = numbersOf(data.validation!.prepared.x);
  const joined = new Float32Array(trained.length + unseen.length);
  joined.set(trained);
  joined.set(unseen, trained.length);
  const every = strideOf(train.length, width);
  const fitted = allRows(train.length).filter((row) => row % every === 0);
  const design = designOf(
    joined,
    width,
    fitted,
    allRows(validation.length).map((row) => train.length + row),
  );
  return predictLinear(design, targetAt(part.target, take(train, fitted)), options);
}

/** The preparation is fitted on all development rows, but without their targets, so the permutations stay exchangeable. */
function testSplits(
  part: Part,
  preparation: ColumnPreparation[],
  splits: readonly Split[],
  { groups, times }: { groups: Int32Array | null; times: Float64Array | null },
  spec: RunSpec,
): number | null {
  const all = allRows(part.ids.length);
  const fitted = fitPreparation(part, preparation, all, { features: false, bounds: null });
  const x = numbersOf(transformRows(fitted, part, all));
  const thin = (rows: Int32Array) => {
    const every = strideOf(rows.length, fitted.width);
    return rows.filter((_, at) => at % every === 0);
  };
  const thinned = splits.map(({ train, validation }) => ({ train: thin(train), validation: thin(validation) }));
  const exchange: Exchange =
    times !== null ? { kind: 'times', times } : groups !== null ? { kind: 'groups', groups } : { kind: 'rows' };
  return testLinear(x, fitted.width, part.target, thinned, exchange, spec.seed);
}

function numbersOf(x: ReturnType<typeof transformRows>): Float32Array {
  if (x.kind !== 'numbers') throw new Error('a linear model is solved for numbers only');
  return x.values;
}

function strideOf(rows: number, width: number): number {
  return Math.max(1, Math.ceil((rows * width * width) / WORK));
}
