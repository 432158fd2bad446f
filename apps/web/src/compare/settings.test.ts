import { describe, test } from 'vitest';
import { compareSettings } from './settings.ts';

type Known = Parameters<typeof compareSettings>[0][number];

const config = {
  units: [64, 64],
  dropout: 0,
  l1: 0,
  l2: 0.0001,
  optimizer: 'rmsprop',
  learningRate: 0.001,
  batchSize: 32,
  classWeight: 'none',
  features: false,
};

/** A tested run of two trials; the second was chosen. */
const run = (more: Record<string, unknown> = {}, spec: Record<string, unknown> = {}) =>
  ({
    spec: { target: ['mpg'], drop: [], keep: [], seed: 0, effort: 'quick', ...spec },
    dataset: { name: 'cars', sha256: 'abcdef0123456789' },
    measure: { name: 'mae', expression: null },
    protocol: { k: 4, iterations: 1, order: 'random' },
    tune: {
      best: 'tune-2',
      trials: [
        { id: 'tune-1', config: { ...config, units: [8] } },
        { id: 'tune-2', config },
      ],
    },
    model: { epochs: 29, params: 4993 },
    test: { metric: 'mae', value: 2, ci: [1.5, 2.5], trial: 'tune-2' },
    ...more,
  }) as unknown as Known;

const named = (settings: ReturnType<typeof compareSettings>['differing']) =>
  Object.fromEntries(settings.map(({ name, values }) => [name, values]));

describe('the settings of runs', () => {
  test('what is the same in all is listed once', ({ expect }) => {
    const { differing, same } = compareSettings([run(), run()]);
    expect(differing).toEqual([]);
    expect(named(same)).toMatchObject({
      dataset: ['cars (abcdef01)', 'cars (abcdef01)'],
      protocol: ['4-fold', '4-fold'],
      layers: ['64-64', '64-64'],
      l2: ['0.0001', '0.0001'],
      test: ['2.00 (1.50–2.50)', '2.00 (1.50–2.50)'],
    });
    expect(named(same)).not.toHaveProperty('from');
  });

  test('only what differs is listed for each', ({ expect }) => {
    const other = run({ protocol: { k: null, iterations: 1, order: 'time' } }, { seed: 7, drop: ['year', 'name'] });
    expect(named(compareSettings([run(), other]).differing)).toEqual({
      drop: ['none', 'name, year'],
      protocol: ['4-fold', 'hold-out'],
      order: ['random', 'by time'],
      seed: ['0', '7'],
    });
  });

  test('the layers are those of the trial that was tested', ({ expect }) => {
    const reopened = run({ test: { metric: 'mae', value: 2, ci: [1.5, 2.5], trial: 'tune-1' } });
    expect(named(compareSettings([run(), reopened]).differing)).toEqual({ layers: ['64-64', '8'] });
  });

  test('numbers in pieces are a setting', ({ expect }) => {
    const trial = { id: 'tune-2', config: { ...config, numbers: 'piecewise-linear' } };
    const inPieces = run({ tune: { best: 'tune-2', trials: [trial] } });
    expect(named(compareSettings([run(), inPieces]).differing)).toEqual({ numbers: ['no', 'yes'] });
  });

  test("what a run hasn't reached is null", ({ expect }) => {
    const young = run({ measure: null, protocol: null, tune: null, model: null, test: null });
    const { differing, same } = compareSettings([run(), young]);
    expect(named(differing)).toMatchObject({
      measure: ['mean absolute error', null],
      layers: ['64-64', null],
      test: [expect.any(String), null],
    });
    expect(same.map(({ name }) => name)).toEqual(['dataset', 'target', 'drop', 'keep', 'effort', 'seed']);
  });
});
