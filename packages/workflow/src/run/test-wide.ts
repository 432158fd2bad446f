import { allRows, relativeTarget, targetAt } from '@stepwell/metrics/targets';
import { foldsOfProducts, testLinear } from '../stages/gate/index.ts';
import { splitsOf } from '../stages/protocol/index.ts';
import { innerProducts } from '../training/linear/index.ts';
import { fitPreparation, transformRows, withoutTargets } from '../training/preparation/index.ts';
import { developmentPart, developmentStructure, type RunData } from './run-data.ts';
import { exchangeOf, placeRows } from './rows-of-test.ts';
import { reached, type RunState } from './run-state.ts';

/** Rows whose products are compared; more are left out at regular distances. */
const MOST_ROWS = 600;
/** Fewer say nothing. */
const FEWEST_ROWS = 40;
/** Multiplications that the products of numbers may take. */
const WORK = 5e8;

/**
 * Tests whether a linear model predicts better than chance where there are too many inputs to solve for its weights: words,
 * pixels, or many numbers. It is solved for in its dual form, on at most 600 rows.
 *
 * @returns the p-value of the permutation test; null where rows or time don't suffice.
 */
export function testWide(state: RunState, data: RunData): number | null {
  const definition = reached(state, 'definition');
  const part = developmentPart(data, definition);
  const structure = developmentStructure(data, definition, part);
  const protocol = reached(state, 'protocol');
  const options = { features: false, bounds: null, words: data.spec.words, form: 'multi-hot' as const };
  // Fitted on all development rows, but without their targets, so the permutations stay exchangeable.
  const fitted = fitPreparation(part, withoutTargets(reached(state, 'preparation')), allRows(part.ids.length), options);
  const most = Math.min(MOST_ROWS, Math.floor(Math.sqrt((2 * WORK) / Math.max(1, fitted.width))));
  const every = Math.ceil(part.ids.length / most);
  const takesPart = (row: number) => row % every === 0;
  const splits = splitsOf(protocol, structure, data.spec.seed)
    .slice(0, protocol.k ?? 1)
    .map(({ train, validation }) => ({ train: train.filter(takesPart), validation: validation.filter(takesPart) }));
  const { rows, placed } = placeRows(splits);
  if (rows.length < FEWEST_ROWS || placed.some(({ train, validation }) => train.length < 2 || validation.length < 2)) {
    return null;
  }
  const products = innerProducts(transformRows(fitted, part, rows), rows.length);
  const folds = foldsOfProducts(products, rows.length, placed);
  return testLinear(folds, relativeTarget(targetAt(part.target, rows)), exchangeOf(structure, rows), data.spec.seed);
}
