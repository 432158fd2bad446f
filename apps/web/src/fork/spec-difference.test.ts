import type { RunSpecInput } from '@stepwell/workflow/question';
import { describe, test } from 'vitest';
import { specDifferences } from './spec-difference.ts';

const SPEC: RunSpecInput = { dataset: 'a'.repeat(64), target: ['y'], name: 'cars', drop: [], seed: 0 };

describe('specDifferences', () => {
  test('lists the fields that differ', ({ expect }) => {
    const after: RunSpecInput = {
      ...SPEC,
      name: 'other',
      from: 'b'.repeat(22),
      drop: ['id', 'day'],
      measure: 'f1',
      ignoreGate: true,
      prepare: { x: 'log' },
      model: { units: [64, 64], dropout: 0.5 },
    };
    expect(specDifferences(SPEC, after)).toEqual([
      { name: 'drop', before: null, after: 'id, day' },
      { name: 'measure', before: null, after: 'f1' },
      { name: 'ignoreGate', before: null, after: 'yes' },
      { name: 'prepare', before: null, after: 'x: log' },
      { name: 'units', before: null, after: '64-64' },
      { name: 'dropout', before: null, after: '0.5' },
    ]);
    expect(specDifferences(after, { ...after, seed: 1, drop: ['id'] })).toEqual([
      { name: 'drop', before: 'id, day', after: 'id' },
      { name: 'seed', before: '0', after: '1' },
    ]);
  });

  test('the same spec has no differences', ({ expect }) => {
    expect(specDifferences(SPEC, { ...SPEC })).toEqual([]);
    expect(specDifferences(SPEC, { ...SPEC, dataset: 'c'.repeat(64) })).toEqual([
      { name: 'dataset', before: 'a'.repeat(12), after: 'c'.repeat(12) },
    ]);
  });
});
