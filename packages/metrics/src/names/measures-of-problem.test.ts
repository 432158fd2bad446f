import { test } from 'vitest';
import { metricsFor } from '../scores/metrics.ts';
import type { Target } from '../targets/index.ts';
import { measuresProblem, METRIC_NAMES } from './index.ts';

const TARGETS = {
  binary: { kind: 'classes', classes: ['a', 'b'], values: new Int32Array([0, 1]) },
  multiclass: { kind: 'classes', classes: ['a', 'b', 'c'], values: new Int32Array([0, 1, 2]) },
  ordinal: { kind: 'classes', classes: ['a', 'b', 'c'], codes: new Int32Array([0, 1, 2]), ordered: true },
  multilabel: { kind: 'labels', labels: ['a', 'b'], values: new Uint8Array([0, 1, 1, 0]) },
  'scalar-regression': { kind: 'number', width: 1, values: new Float64Array([1, 2]) },
  'vector-regression': { kind: 'number', width: 2, values: new Float64Array([1, 2, 3, 4]) },
  ranking: { kind: 'number', width: 1, values: new Float64Array([1, 2]), queries: new Int32Array([0, 0]) },
} as unknown as Record<Parameters<typeof measuresProblem>[1], Target>;

test.for(Object.entries(TARGETS))(
  'the measures offered for %s are those that score takes',
  ([type, target], { expect }) => {
    const offered = METRIC_NAMES.filter((name) => measuresProblem(name, type as keyof typeof TARGETS));
    const taken = metricsFor(target).map(({ name }) => name);
    expect(offered.toSorted()).toEqual(taken.filter((name) => name !== 'custom').toSorted());
  },
);
