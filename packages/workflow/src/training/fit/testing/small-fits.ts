import { generator } from '@stepwell/base/random';
import type { Target } from '@stepwell/metrics/targets';
import type { Definition } from '../../../stages/define/index.ts';
import type { Measure } from '../../../stages/measure/index.ts';
import type { Part } from '../../rows/index.ts';
import type { ColumnPreparation } from '../../preparation/index.ts';
import { cells, numeric, tableOf } from '../../../../../data/src/testing/columns.ts';
import { configOf } from '../../../testing/outcomes.ts';
import { definitionOf } from '../../../testing/states.ts';
import { prepareFit, type FitData } from '../fit-data.ts';
import type { Fit, FitContext } from '../fit-step.ts';

/** A fit with everything that `fitStep` wants. */
export interface SmallFit {
  fit: Fit;
  context: FitContext;
  data: FitData;
}

const MEASURES: Record<Definition['type'], Measure['name']> = {
  binary: 'accuracy',
  multiclass: 'log-loss',
  ordinal: 'quadratic-kappa',
  multilabel: 'mean-average-precision',
  'scalar-regression': 'mae',
  'vector-regression': 'rmse',
  ranking: 'ndcg@5',
};

/**
 * A fit of three numeric inputs that say something about the target.
 *
 * @param config changes to a plain configuration.
 * @param rows of the training and the validation part; 0 for no validation.
 */
export function smallFit(
  type: Definition['type'],
  config: Partial<Fit['config']> = {},
  rows: { train: number; validation: number } = { train: 37, validation: 11 },
): SmallFit {
  const count = rows.train + rows.validation;
  const random = generator(17, 'test', type);
  const x = cells(3, () => cells(count, () => random.uniform() * 4 - 2));
  const signal = cells(count, (row) => x[0]![row]! - x[1]![row]! + 0.3 * (random.uniform() - 0.5));
  const part: Part = {
    table: tableOf(count, ...x.map((column, i) => numeric(`x${i}`, column))),
    target: targetOf(type, signal),
    ids: Int32Array.from({ length: count }, (_, row) => row),
  };
  const preparation = cells(3, (i): ColumnPreparation => ({ column: `x${i}`, steps: ['z-score'] }));
  const train = part.ids.slice(0, rows.train);
  const name = MEASURES[type];
  return {
    fit: {
      id: 'test/fold-0',
      config: configOf({ units: [6, 5], learningRate: 0.01, batchSize: 8, ...config }),
      epochs: 3,
    },
    context: {
      question: definitionOf({
        type,
        target: type === 'vector-regression' ? ['y', 'z'] : ['y'],
        classes: part.target.kind === 'classes' ? part.target.classes : null,
        labels: part.target.kind === 'labels' ? part.target.labels : null,
      }),
      measure: { name, custom: null, threshold: 0.5 },
      seed: 5,
    },
    data: prepareFit(
      part,
      { preparation, features: false, bounds: null, levels: config.levels },
      train,
      rows.validation === 0 ? null : part.ids.slice(rows.train),
    ),
  };
}

function targetOf(type: Definition['type'], signal: number[]): Target {
  switch (type) {
    case 'binary':
      return { kind: 'classes', classes: ['low', 'high'], codes: Int32Array.from(signal, (s) => (s > 0 ? 1 : 0)) };
    case 'multiclass':
      return {
        kind: 'classes',
        classes: ['low', 'middle', 'high'],
        codes: Int32Array.from(signal, (s) => (s < -0.7 ? 0 : s < 0.7 ? 1 : 2)),
      };
    case 'ordinal':
      return {
        kind: 'classes',
        classes: ['1', '2', '3', '4'],
        codes: Int32Array.from(signal, (s) => (s < -1 ? 0 : s < 0 ? 1 : s < 1 ? 2 : 3)),
        ordered: true,
      };
    case 'scalar-regression':
      return { kind: 'number', width: 1, values: Float64Array.from(signal, (s) => 100 + 10 * s) };
    case 'ranking':
      return {
        kind: 'number',
        width: 1,
        values: Float64Array.from(signal, (s) => (s < -0.7 ? 0 : s < 0.7 ? 1 : 2)),
        queries: Int32Array.from(signal, (_, row) => Math.floor(row / 5)),
      };
    case 'vector-regression':
      return { kind: 'number', width: 2, values: Float64Array.from(signal.flatMap((s) => [100 + 10 * s, s * s])) };
    case 'multilabel':
      return {
        kind: 'labels',
        labels: ['high', 'far'],
        values: Uint8Array.from(signal.flatMap((s) => [s > 0 ? 1 : 0, Math.abs(s) > 1 ? 1 : 0])),
      };
  }
}
