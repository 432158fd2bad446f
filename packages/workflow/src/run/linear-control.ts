import { allRows, anchorsOf, fromRelative, relativeTarget, targetAt } from '@stepwell/metrics/targets';
import type { ComparedPart } from '@stepwell/metrics';
import type { Definition } from '../stages/define/index.ts';
import { classWeightFor, foldsOfInputs, testLinear } from '../stages/gate/index.ts';
import { splitsOf, type RowStructure } from '../stages/protocol/index.ts';
import { prepareFit } from '../training/fit/index.ts';
import { designOfPrepared, predictLinear } from '../training/linear/index.ts';
import {
  fitPreparation,
  transformRows,
  withoutTargets,
  type ColumnPreparation,
  type FittedPreparation,
} from '../training/preparation/index.ts';
import type { Part, Split } from '../training/rows/index.ts';
import type { RunSpec } from '../question/index.ts';
import { developmentPart, developmentStructure, type RunData } from './run-data.ts';
import { exchangeOf, placeRows } from './rows-of-test.ts';
import { reached, type RunState } from './run-state.ts';

/** With more inputs than this, the normal equations take too long for a step. */
const WIDEST = 400;
/** Rows × inputs² × outputs that one fold may take; with more, rows are left out at regular distances … */
const WORK = 2e8;
/** … and where fewer than these would be left, the linear model is trained like the network. */
const FEWEST_ROWS = 200;
/** Numbers that one fold may hold, of eight bytes each. */
const MOST_NUMBERS = 400_000;

/** What the linear control found. */
export interface LinearControl {
  /** Its predictions for each split's validation rows; without the baseline's. */
  predictions: ComparedPart['model'][];
  /** The p-value of the permutation test; null where it would take too long. */
  p: number | null;
}

/** Whether the weights of a linear model can be solved for directly: with numbers as inputs, and not too many of them. */
export function solvesLinear(part: Part, preparation: ColumnPreparation[], definition: Definition): boolean {
  return preparationOf(part, preparation, definition) !== null;
}

/** The preparation fitted on all development rows; null if there are too many inputs, or others than numbers. */
function preparationOf(part: Part, preparation: ColumnPreparation[], definition: Definition): FittedPreparation | null {
  const { inputs } = definition;
  // Ridge regression fits grades, not their order: the linear model is trained like the network.
  if (definition.type === 'ranking') return null;
  if (inputs.some(({ kind }) => kind === 'text' || kind === 'image')) return null;
  const fitted = fitPreparation(part, withoutTargets(preparation), allRows(part.ids.length), {
    features: false,
    bounds: null,
  });
  const { width } = fitted;
  if (width === 0 || width > WIDEST) return null;
  return FEWEST_ROWS * width * width * outputsOf(definition) <= WORK ? fitted : null;
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
  const fitted = preparationOf(part, preparation, definition);
  if (fitted === null) return null;
  const structure = developmentStructure(data, definition, part);
  const protocol = reached(state, 'protocol');
  const splits = splitsOf(protocol, structure, data.spec.seed);
  const measure = reached(state, 'measure');
  const options = {
    balanced: classWeightFor(definition, measure) === 'balanced',
    absolute: measure.loss === 'mean-absolute-error',
  };
  const predictions = splits.map((split) =>
    predictSplit(part, withoutTargets(preparation), split, fitted.width, definition, options),
  );
  // A forecast must beat a naive one, which the gate tests by itself.
  if (data.forecast !== null) return { predictions, p: null };
  return { predictions, p: testSplits(part, fitted, splits.slice(0, protocol.k ?? 1), structure, data.spec) };
}

function predictSplit(
  part: Part,
  preparation: ColumnPreparation[],
  { train, validation }: Split,
  width: number,
  definition: Definition,
  options: { balanced: boolean; absolute: boolean },
): ComparedPart['model'] {
  const fitted = thin(train, width, outputsOf(definition));
  const { bounds } = definition;
  const data = prepareFit(part, { preparation, features: false, bounds, form: 'multi-hot' }, fitted, validation);
  const design = designOfPrepared(
    numbersOf(data.train.x),
    numbersOf(data.validation!.prepared.x),
    data.preparation.width,
  );
  const predictions = predictLinear(design, relativeTarget(targetAt(part.target, fitted)), options);
  const anchors = anchorsOf(targetAt(part.target, validation));
  return anchors === null || predictions.kind !== 'number' ? predictions : fromRelative(predictions, anchors);
}

/** The preparation is fitted on all development rows, but without their targets, so the permutations stay exchangeable. */
function testSplits(
  part: Part,
  fitted: FittedPreparation,
  splits: readonly Split[],
  structure: Pick<RowStructure, 'groups' | 'times'>,
  spec: RunSpec,
): number | null {
  const { width } = fitted;
  const thinned = splits.map(({ train, validation }) => ({
    train: thin(train, width, 1),
    validation: thin(validation, width, 1),
  }));
  const { rows, placed } = placeRows(thinned);
  const x = numbersOf(transformRows(fitted, part, rows));
  const folds = foldsOfInputs(x, width, placed);
  return testLinear(folds, relativeTarget(targetAt(part.target, rows)), exchangeOf(structure, rows), spec.seed);
}

/** Leaves rows out at regular distances where all of them would take too long, or too much memory. */
function thin(rows: Int32Array, width: number, outputs: number): Int32Array {
  const every = Math.max(
    1,
    Math.ceil((rows.length * width * width * outputs) / WORK),
    Math.ceil((rows.length * width) / MOST_NUMBERS),
  );
  return rows.filter((_, at) => at % every === 0);
}

function numbersOf(x: ReturnType<typeof transformRows>): Float32Array {
  if (x.kind !== 'numbers') throw new Error('a linear model is solved for numbers only');
  return x.values;
}

/** Linear functions that are fitted: one for each class of several, label or number. */
function outputsOf({ classes, labels, target }: Definition): number {
  const names = classes ?? labels ?? target;
  return classes?.length === 2 ? 1 : names.length;
}
