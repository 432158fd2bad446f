import fc from 'fast-check';
import { describe, test } from 'vitest';
import { config as configSchema, type Config } from '../../training/architecture/index.ts';
import { configOf } from '../../testing/outcomes.ts';
import { sampleConfigs, type SearchSpace } from './sample-configs.ts';

const START = configOf({ units: [64, 64], batchSize: 32 });
const SPACE: SearchSpace = { narrowest: 1, features: true, settled: {} };

describe('sampleConfigs', () => {
  test('begins with the start, and gives others all different from each other', ({ expect }) => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.nat(), (count, seed) => {
        const configs = sampleConfigs(START, count, seed, SPACE);
        expect(configs).toHaveLength(count);
        expect(configs[0]).toEqual(START);
        expect(new Set(configs.map((candidate) => JSON.stringify(candidate))).size).toBe(count);
        for (const candidate of configs) expect(configSchema.parse(candidate)).toEqual(candidate);
      }),
      { numRuns: 30 },
    );
  });

  test('samples alike for the same seed, otherwise for another, and more of the same for a greater count', ({
    expect,
  }) => {
    expect(sampleConfigs(START, 8, 3, SPACE)).toEqual(sampleConfigs(START, 8, 3, SPACE));
    expect(sampleConfigs(START, 8, 3, SPACE)).not.toEqual(sampleConfigs(START, 8, 4, SPACE));
    expect(sampleConfigs(START, 20, 3, SPACE).slice(0, 8)).toEqual(sampleConfigs(START, 8, 3, SPACE));
  });

  test('reaches every part of its space', ({ expect }) => {
    const configs = sampleConfigs(START, 300, 1, SPACE);
    const distinct = (value: (candidate: Config) => unknown) => new Set(configs.map(value)).size;
    expect(distinct(({ dropout }) => dropout)).toBe(5);
    expect(distinct(({ l1 }) => l1)).toBe(3);
    expect(distinct(({ l2 }) => l2)).toBe(5);
    expect(configs[1]).toMatchObject({ units: [], learningRate: 0.01 });
    // Three rates and that of the linear model; one to three layers and none.
    expect(distinct(({ learningRate }) => learningRate)).toBe(4);
    expect(distinct(({ units }) => units.length)).toBe(4);
    expect(distinct(({ units }) => units[0])).toBe(6);
    expect(distinct(({ batchSize }) => batchSize)).toBe(3);
    expect(distinct(({ optimizer }) => optimizer)).toBe(2);
    expect(distinct(({ features }) => features)).toBe(2);
  });

  test('leaves alone what the person settled, and features where there are none', ({ expect }) => {
    const settled = { units: [7], optimizer: 'sgd', learningRate: 0.1, batchSize: 9 } as const;
    const start = { ...START, ...settled, units: [...settled.units] };
    const space = { narrowest: 1, features: false, settled: { ...settled, units: [...settled.units] } };
    for (const candidate of sampleConfigs(start, 20, 0, space)) {
      expect(candidate).toMatchObject({ ...settled, features: false });
    }
  });

  test('tries nothing twice where rates fall, whatever order the fields of the start are in', ({ expect }) => {
    const convolution = {
      kind: 'conv2d' as const,
      filters: [16],
      kernelSize: 3,
      padding: 'same' as const,
      pooling: 'max' as const,
      ending: 'flatten' as const,
      batchNormalization: false,
    };
    const settled = { units: [8], dropout: 0, l1: 0, l2: 0, optimizer: 'rmsprop' as const, batchSize: 32, convolution };
    const from = { ...START, units: [8], epsilon: 1e-4, convolution };
    // Its rate times 1, which is the start's, and times 3.
    const configs = sampleConfigs(from, 6, 0, { narrowest: 1, features: false, settled, decay: 9 });
    expect(configs.map(({ learningRate }) => learningRate)).toEqual([0.001, 0.003]);
  });

  test('takes numbers in pieces in about a third of what is drawn, and draws all else as without', ({ expect }) => {
    const inPieces = sampleConfigs(START, 300, 1, { ...SPACE, pieces: true });
    const drawn = inPieces.slice(3);
    const share = drawn.filter(({ numbers }) => numbers === 'piecewise-linear').length / drawn.length;
    // Four standard errors of 297 draws.
    expect(Math.abs(share - 1 / 3)).toBeLessThan(0.11);
    const [start, linear, third] = inPieces;
    expect([start, linear]).toEqual(sampleConfigs(START, 2, 1, SPACE));
    expect(third).toEqual({ ...START, numbers: 'piecewise-linear' });
    for (const candidate of inPieces) expect(configSchema.parse(candidate)).toEqual(candidate);
    const otherwise = drawn.slice(0, 10).map((candidate) => ({ ...candidate, numbers: undefined }));
    expect(otherwise).toEqual(sampleConfigs(START, 12, 1, SPACE).slice(2));
    const isAffordable = ({ numbers }: Config) => numbers === undefined;
    const affordable = sampleConfigs(START, 12, 1, { ...SPACE, pieces: true, isAffordable });
    expect(affordable.some((candidate) => 'numbers' in candidate)).toBe(false);
    expect(sampleConfigs(START, 12, 1, SPACE).some((candidate) => 'numbers' in candidate)).toBe(false);
  });

  test('gives columns beside images or texts a layer of their own in about a third of what is drawn', ({ expect }) => {
    const withLayers = sampleConfigs(START, 300, 1, { ...SPACE, branches: true });
    const [start, linear, third, ...drawn] = withLayers;
    expect([start, linear]).toEqual(sampleConfigs(START, 2, 1, SPACE));
    expect(third).toEqual({ ...START, branch: 16 });
    const own = drawn.flatMap(({ branch }) => (branch === undefined ? [] : [branch]));
    // Four standard errors of 297 draws.
    expect(Math.abs(own.length / drawn.length - 1 / 3)).toBeLessThan(0.11);
    expect([...new Set(own)].sort((a, b) => a - b)).toEqual([8, 16, 32]);
    for (const candidate of withLayers) expect(configSchema.parse(candidate)).toEqual(candidate);
    const otherwise = drawn.slice(0, 10).map((candidate) => ({ ...candidate, branch: undefined }));
    expect(otherwise).toEqual(sampleConfigs(START, 12, 1, SPACE).slice(2));
    const from = sampleConfigs({ ...START, branch: 16 }, 300, 1, { ...SPACE, branches: true });
    expect(from[0]!.branch).toBe(16);
    // Of a start that has one, the third and a third of the others have none.
    expect(from[2]).toEqual(START);
    const without = from.slice(3).filter(({ branch }) => branch === undefined).length / 297;
    expect(Math.abs(without - 1 / 3)).toBeLessThan(0.11);
    const settled = (branch: number) =>
      sampleConfigs(START, 12, 1, { ...SPACE, branches: true, settled: { ...SPACE.settled, branch } }).slice(2);
    expect(settled(0).some((candidate) => 'branch' in candidate)).toBe(false);
    expect(settled(24).every(({ branch }) => branch === 24)).toBe(true);
  });

  test('makes no layer narrower than the outputs', ({ expect }) => {
    const configs = sampleConfigs(START, 100, 0, { ...SPACE, narrowest: 46 });
    expect(Math.min(...configs.flatMap(({ units }) => units))).toBe(46);
  });

  test('comes to an end where there are fewer than were asked for', ({ expect }) => {
    const few = sampleConfigs(START, 100_000, 0, SPACE);
    expect(few.length).toBeLessThanOrEqual(1_001);
  });
});
