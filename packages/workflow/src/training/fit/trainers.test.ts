import { startedBackend, type OptimizerSettings } from '@stepwell/backend';
import { beforeAll, describe, test } from 'vitest';
import { generator, permutation } from '@stepwell/base/random';
import { initialWeights, type ModelSpec } from '../architecture/index.ts';
import { startEngine } from '../architecture/testing/start-engine.ts';
import { emptySlots } from './evaluate.ts';
import type { Prepared } from './fit-data.ts';
import { openFusedTrainer, stackOptionsOf } from './fused-trainer.ts';
import { openLayeredTrainer } from './layered-trainer.ts';
import { withTrainer } from './create-trainer.ts';
import type { Learned } from './trainer.ts';

beforeAll(startEngine);

const KEY = [1, 2, 3, 4];
const OPTIMIZERS: OptimizerSettings[] = [
  { name: 'rmsprop', learningRate: 0.003 },
  { name: 'rmsprop', learningRate: 0.003, momentum: 0.5 },
  { name: 'adam', learningRate: 0.003 },
  { name: 'sgd', learningRate: 0.03, momentum: 0.9, nesterov: true },
];
const ENDINGS = [
  { loss: 'binary-crossentropy', activation: 'sigmoid', units: 1 },
  { loss: 'categorical-crossentropy', activation: 'softmax', units: 5 },
  { loss: 'mean-squared-error', activation: 'linear', units: 1 },
  { loss: 'mean-absolute-error', activation: 'linear', units: 1 },
] as const;

function specOf(ending: (typeof ENDINGS)[number], optimizer: OptimizerSettings): ModelSpec {
  const { loss, activation, units } = ending;
  return {
    inputs: 11,
    layers: [
      { kind: 'dense', units: 24, activation: 'relu', l2: 0.003, l1: 0.0005 },
      { kind: 'dropout', rate: 0.25 },
      { kind: 'dense', units: 9, activation: 'sigmoid', l2: 0 },
      { kind: 'dense', units, activation, l2: 0.001 },
    ],
    loss,
    optimizer,
    batchSize: 16,
  };
}

function dataFor(spec: ModelSpec, rows = 70): Prepared {
  const random = generator(3, 'test', 'rows');
  const x = Float32Array.from({ length: rows * spec.inputs }, () => random.uniform() * 2 - 1);
  const classes = spec.loss === 'categorical-crossentropy' ? 5 : 2;
  return {
    rows,
    x: { kind: 'numbers', values: x },
    y: Float32Array.from({ length: rows }, () => random.below(classes)),
  };
}

const openFused: typeof openLayeredTrainer = (backend, spec, learned, key) =>
  openFusedTrainer(backend, stackOptionsOf(spec)!, learned, key);

function learnedOf(spec: ModelSpec): Learned {
  const weights = initialWeights(spec, 1, 'trainers');
  return { weights, slots: emptySlots(spec, weights) };
}

describe.for(ENDINGS)('training on $loss', (ending) => {
  test.for(OPTIMIZERS)('by %o is the same in one kernel and layer by layer', (optimizer, { expect }) => {
    const spec = specOf(ending, optimizer);
    const data = dataFor(spec);
    const [fused, layered] = [openFused, openLayeredTrainer].map((open) => {
      const trainer = open(startedBackend(), spec, learnedOf(spec), KEY);
      const losses = [];
      for (let epoch = 0; epoch < 4; epoch++) {
        const order = permutation(70, generator(9, 'shuffle', epoch));
        losses.push(...trainer.train(data, order, 0, 5, epoch * 5));
      }
      const { outputs } = trainer.evaluate(data, 3, 60);
      const result = { losses, outputs, ...trainer.read(), finite: trainer.isFinite() };
      trainer.dispose();
      return result;
    });
    for (const what of ['weights', 'slots'] as const) {
      expect(fused![what].length).toBe(layered![what].length);
      fused![what].forEach((tensor, i) => {
        expect(distance(tensor, layered![what][i]!), `${what} ${i}`).toBeLessThan(1e-5 * size(tensor));
      });
    }
    expect(distance(fused!.outputs, layered!.outputs)).toBeLessThan(1e-5 * size(fused!.outputs));
    expect(distance(fused!.losses, layered!.losses)).toBeLessThan(1e-5 * size(fused!.losses));
    expect([fused!.finite, layered!.finite]).toEqual([true, true]);
  });

  test('goes on from the other one’s checkpoint', ({ expect }) => {
    const spec = specOf(ending, OPTIMIZERS[2]!);
    const data = dataFor(spec);
    const order = permutation(70, generator(9, 'shuffle', 0));
    const half = (open: typeof openFused, from: Learned, first: number) => {
      const trainer = open(startedBackend(), spec, from, KEY);
      trainer.train(data, order, first, first === 0 ? 2 : 3, first);
      const learned = trainer.read();
      trainer.dispose();
      return learned;
    };
    const mixed = half(openFused, half(openLayeredTrainer, learnedOf(spec), 0), 2);
    const fused = half(openFused, half(openFused, learnedOf(spec), 0), 2);
    mixed.weights.forEach((tensor, i) => expect(distance(tensor, fused.weights[i]!)).toBeLessThan(1e-5 * size(tensor)));
  });
});

describe('a model that one kernel can’t train', () => {
  test('is trained layer by layer', ({ expect }) => {
    const spec = specOf(ENDINGS[0], OPTIMIZERS[0]!);
    const odd: ModelSpec = {
      ...spec,
      layers: spec.layers.map((layer, i) =>
        i === 2 && layer.kind === 'dense' ? { ...layer, activation: 'softmax' } : layer,
      ),
    };
    expect(stackOptionsOf(spec)).not.toBeNull();
    expect(stackOptionsOf(odd)).toBeNull();
    const data = dataFor(odd);
    const order = permutation(70, generator(9, 'shuffle', 0));
    withTrainer(odd, learnedOf(odd), KEY, (trainer) => {
      const first = trainer.train(data, order, 0, 1, 0)[0]!;
      for (let epoch = 0; epoch < 60; epoch++) trainer.train(data, order, 0, 5, epoch * 5);
      expect(trainer.train(data, order, 0, 1, 300)[0]).toBeLessThan(first);
    });
  });
});

describe('a model that the heap can’t hold', () => {
  test('is refused by name', ({ expect }) => {
    const spec = specOf(ENDINGS[0], OPTIMIZERS[0]!);
    const wide: ModelSpec = { ...spec, inputs: 2 ** 28 };
    const nothing = { weights: [], slots: [] };
    expect(() => withTrainer(wide, nothing, KEY, () => undefined)).toThrow(
      expect.objectContaining({ code: 'model_too_large', message: expect.stringContaining('268435456 inputs') }),
    );
  });
});

function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return Math.max(...Array.from(a, (value, i) => Math.abs(value - b[i]!)));
}

function size(values: ArrayLike<number>): number {
  return Math.max(...Array.from(values, Math.abs));
}
