import { describe, test } from 'vitest';
import {
  buildModel,
  checkEnding,
  countParams,
  flopsPerRow,
  initialWeights,
  modelSpec,
  weightShapes,
  type Config,
  type ModelSpec,
} from './index.ts';
import { imageShape, numbersShape, textShape } from './testing/shapes.ts';
import { configOf } from '../../testing/outcomes.ts';
import { definitionOf } from '../../testing/states.ts';

const CONFIG: Config = configOf({ units: [8, 4], l2: 0.01, learningRate: 0.002, batchSize: 16 });
const BINARY = { type: 'binary', classes: ['a', 'b'] } as const;
const PROBLEMS = [
  { type: 'binary', classes: ['a', 'b'], units: 1, activation: 'sigmoid', loss: 'binary-crossentropy' },
  { type: 'multiclass', classes: ['a', 'b', 'c'], units: 3, activation: 'softmax', loss: 'categorical-crossentropy' },
  { type: 'scalar-regression', classes: null, units: 1, activation: 'linear', loss: 'mean-squared-error' },
] as const;

function build(problem: { type: ModelProblem; classes: readonly string[] | null }, config: Config, inputs: number) {
  return buildModel(
    definitionOf({ type: problem.type, classes: problem.classes && [...problem.classes] }),
    config,
    numbersShape(inputs),
  );
}
type ModelProblem = (typeof PROBLEMS)[number]['type'];

describe('buildModel', () => {
  test.for(PROBLEMS)('ends $type in $activation with $loss', (problem, { expect }) => {
    const spec = build(problem, CONFIG, 5);
    expect(spec.layers.at(-1)).toEqual({
      kind: 'dense',
      units: problem.units,
      activation: problem.activation,
      l1: 0,
      l2: 0.01,
    });
    expect(spec.loss).toBe(problem.loss);
    expect(modelSpec.parse(spec)).toEqual(spec);
  });

  test('stacks dense layers, each followed by dropout where there is some', ({ expect }) => {
    expect(build(BINARY, CONFIG, 5).layers.map(({ kind }) => kind)).toEqual(['dense', 'dense', 'dense']);
    expect(build(BINARY, { ...CONFIG, dropout: 0.3 }, 5).layers).toEqual([
      { kind: 'dense', units: 8, activation: 'relu', l1: 0, l2: 0.01 },
      { kind: 'dropout', rate: 0.3 },
      { kind: 'dense', units: 4, activation: 'relu', l1: 0, l2: 0.01 },
      { kind: 'dropout', rate: 0.3 },
      { kind: 'dense', units: 1, activation: 'sigmoid', l1: 0, l2: 0.01 },
    ]);
    expect(build(BINARY, { ...CONFIG, units: [] }, 5).layers).toHaveLength(1);
  });

  test('counts weights by hand', ({ expect }) => {
    // 5·8 + 8, 8·4 + 4, 4·1 + 1: dropout has none.
    const spec = build(BINARY, { ...CONFIG, dropout: 0.5 }, 5);
    expect(weightShapes(spec).map(({ shape }) => shape)).toEqual([[5, 8], [8], [8, 4], [4], [4, 1], [1]]);
    expect(new Set(weightShapes(spec).map(({ name }) => name)).size).toBe(6);
    expect(countParams(spec)).toBe(48 + 36 + 5);
    expect(flopsPerRow(spec)).toBe(6 * 89);
  });
});

describe('checkEnding', () => {
  const endings = PROBLEMS.flatMap(({ activation }) => PROBLEMS.map(({ loss }) => ({ activation, loss })));
  const belongs = (activation: string, loss: string) =>
    PROBLEMS.some((problem) => problem.activation === activation && problem.loss === loss);

  test.for(endings)('judges $activation with $loss', ({ activation, loss }, { expect }) => {
    const spec = build(BINARY, CONFIG, 5);
    const changed: ModelSpec = { ...spec, loss, layers: [{ kind: 'dense', units: 1, activation, l2: 0 }] };
    if (belongs(activation, loss)) expect(checkEnding(changed)).toBe(changed);
    else expect(() => checkEnding(changed)).toThrow(expect.objectContaining({ code: 'layer_mismatch' }));
  });

  test('refuses relu and dropout at the end', ({ expect }) => {
    const spec = build(BINARY, CONFIG, 5);
    const mismatch = expect.objectContaining({ code: 'layer_mismatch' });
    const relu: ModelSpec = { ...spec, layers: [{ kind: 'dense', units: 1, activation: 'relu', l2: 0 }] };
    expect(() => checkEnding(relu)).toThrow(mismatch);
    expect(() => checkEnding({ ...spec, layers: [...spec.layers, { kind: 'dropout', rate: 0.5 }] })).toThrow(mismatch);
  });
});

describe('initialWeights', () => {
  const spec = build(BINARY, { ...CONFIG, units: [200, 100] }, 50);

  test("keeps kernels within Glorot's limit and fills it, and biases at zero", ({ expect }) => {
    const weights = initialWeights(spec, 0, 'fit');
    weightShapes(spec).forEach(({ shape }, i) => {
      const values = [...weights[i]!];
      expect(values).toHaveLength(shape.reduce((product, size) => product * size, 1));
      if (shape.length === 1) return expect(values.every((value) => value === 0)).toBe(true);
      const limit = Math.sqrt(6 / (shape[0]! + shape[1]!));
      const largest = Math.max(...values.map(Math.abs));
      expect(largest).toBeLessThanOrEqual(limit * (1 + 1e-6));
      expect(largest).toBeGreaterThan(0.9 * limit);
      // A uniform variance is limit²/3; the smallest kernel has 100 numbers, so five standard errors are 45 %.
      const variance = values.reduce((sum, value) => sum + value * value, 0) / values.length;
      expect(Math.abs(variance / (limit ** 2 / 3) - 1)).toBeLessThan(0.45);
    });
  });

  test('fill the limits of filters, whose field counts, and of word vectors, which have their own', ({ expect }) => {
    const convolution = {
      kind: 'separable-conv2d',
      filters: [60, 80],
      kernelSize: 3,
      padding: 'same',
      pooling: 'max',
      ending: 'global-average',
      batchNormalization: true,
    } as const;
    const question = definitionOf();
    const separable = buildModel(
      question,
      { ...CONFIG, convolution: { ...convolution, filters: [60, 80] } },
      imageShape(8, 8, 40),
    );
    const filters = buildModel(
      question,
      { ...CONFIG, convolution: { ...convolution, kind: 'conv2d', filters: [30] } },
      imageShape(8, 8, 40),
    );
    const words = buildModel(
      question,
      { ...CONFIG, embedding: { dimensions: 16, pooling: 'average', length: 1 } },
      textShape(100),
    );
    const limits: [ModelSpec, string, number][] = [
      [filters, 'conv2d-0/kernel', Math.sqrt(6 / (9 * 40 + 9 * 30))],
      // As Keras has it: each channel's filter is one of 40 that come in and the one that goes out.
      [separable, 'separable-conv2d-0/depthwise-kernel', Math.sqrt(6 / (9 * 40 + 9))],
      [separable, 'separable-conv2d-0/pointwise-kernel', Math.sqrt(6 / (40 + 60))],
      [words, 'embedding-0/embeddings', 0.05],
    ];
    for (const [spec, name, limit] of limits) {
      const at = weightShapes(spec).findIndex((weight) => weight.name === name);
      const largest = Math.max(...initialWeights(spec, 0, 'fit')[at]!.map(Math.abs));
      expect(largest, name).toBeLessThanOrEqual(limit * (1 + 1e-6));
      expect(largest, name).toBeGreaterThan(0.95 * limit);
    }
    const [gamma, beta, mean, variance] = initialWeights(separable, 0, 'fit').slice(3);
    expect([gamma, beta, mean, variance].map((values) => [...new Set(values)])).toEqual([[1], [0], [0], [1]]);
  });

  test('are the same for the same seed and index, and others for another', ({ expect }) => {
    const first = initialWeights(spec, 1, 'a');
    expect(initialWeights(spec, 1, 'a')).toEqual(first);
    expect(initialWeights(spec, 2, 'a')[0]).not.toEqual(first[0]);
    expect(initialWeights(spec, 1, 'b')[0]).not.toEqual(first[0]);
  });
});
