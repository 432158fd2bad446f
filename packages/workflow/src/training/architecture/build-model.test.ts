import { describe, test } from 'vitest';
import { configOf } from '../../testing/outcomes.ts';
import { definitionOf } from '../../testing/states.ts';
import {
  buildModel,
  countParams,
  layerShapes,
  modelSpec,
  weightShapes,
  type Config,
  type Convolution,
} from './index.ts';
import { imageShape, numbersShape, textShape } from './testing/shapes.ts';

const DIGITS = definitionOf({ type: 'multiclass', classes: Array.from('0123456789') });
const BOOK: Convolution = {
  kind: 'conv2d',
  filters: [32, 64, 64],
  kernelSize: 3,
  padding: 'valid',
  pooling: 'max',
  ending: 'flatten',
  batchNormalization: false,
};
const MNIST = imageShape(28, 28, 1);

function convnet(changes: Partial<Convolution> = {}, config: Partial<Config> = {}, shape = MNIST) {
  return buildModel(DIGITS, configOf({ units: [64], ...config, convolution: { ...BOOK, ...changes } }), shape);
}
function kinds(spec: ReturnType<typeof convnet>): string[] {
  return spec.layers.map(({ kind }) => kind);
}

describe('a model of numbers', () => {
  test('is the same data as ever: checkpoints and runs are known by it', ({ expect }) => {
    const config = configOf({
      units: [8],
      dropout: 0.5,
      l2: 0.01,
      optimizer: 'adam',
      learningRate: 0.002,
      batchSize: 16,
    });
    expect(JSON.stringify(buildModel(definitionOf(), config, numbersShape(5)))).toBe(
      '{"inputs":5,"layers":[{"kind":"dense","units":8,"activation":"relu","l2":0.01,"l1":0},{"kind":"dropout","rate":0.5},{"kind":"dense","units":1,"activation":"sigmoid","l2":0.01,"l1":0}],"loss":"binary-crossentropy","optimizer":{"name":"adam","learningRate":0.002},"batchSize":16}',
    );
  });
});

describe('a convnet', () => {
  test("is the book's for its digits, to the last weight", ({ expect }) => {
    const spec = convnet();
    expect(kinds(spec)).toEqual([
      'conv2d',
      'max-pooling',
      'conv2d',
      'max-pooling',
      'conv2d',
      'flatten',
      'dense',
      'dense',
    ]);
    // Chollet, Deep Learning with Python, listing 5.3: 320 + 18,496 + 36,928 + 36,928 + 650.
    expect(countParams(spec)).toBe(93_322);
    expect(layerShapes(spec).map(({ output }) => output.join())).toEqual([
      '26,26,32',
      '13,13,32',
      '11,11,64',
      '5,5,64',
      '3,3,64',
      '576',
      '64',
      '10',
    ]);
  });

  test('drops rows behind the pictures and behind hidden dense layers, never pictures', ({ expect }) => {
    expect(kinds(convnet({}, { dropout: 0.5 })).slice(5)).toEqual(['flatten', 'dropout', 'dense', 'dropout', 'dense']);
    expect(kinds(convnet({ ending: 'global-average' }, { dropout: 0.5 }))[6]).toBe('dropout');
  });

  test('normalises between filters and activation, and counts what it learns of it', ({ expect }) => {
    const spec = convnet({ filters: [4], batchNormalization: true, ending: 'global-average' }, { units: [] });
    expect(spec.layers.slice(0, 3)).toEqual([
      { kind: 'conv2d', filters: 4, kernelSize: 3, padding: 'valid', activation: 'linear', l2: 0, l1: 0 },
      { kind: 'batch-normalization' },
      { kind: 'activation', activation: 'relu' },
    ]);
    // 9·4 + 4 of the filters, gamma and beta, 4·10 + 10 of the end. Moving mean and variance follow the rows.
    expect(countParams(spec)).toBe(40 + 8 + 50);
    expect(weightShapes(spec).flatMap(({ name, trainable }) => (trainable ? [] : [name]))).toEqual([
      'batch-normalization-1/moving-mean',
      'batch-normalization-1/moving-variance',
    ]);
  });

  test('separates filters in depth and across channels, with one bias', ({ expect }) => {
    const spec = convnet({ kind: 'separable-conv2d', filters: [32, 64] }, { units: [] }, imageShape(32, 32, 3));
    // 9·3 + 3·32 + 32, then 9·32 + 32·64 + 64; Keras's SeparableConv2D has as many.
    const [first, second] = [155, 2_400];
    // 30, pooled 15, 13 pixels a side.
    expect(countParams(spec)).toBe(first + second + 13 * 13 * 64 * 10 + 10);
    expect(weightShapes(spec)[0]!.shape).toEqual([3, 3, 3, 1]);
    expect(weightShapes(spec)[1]!.shape).toEqual([1, 1, 3, 32]);
  });

  test('keeps the size of pictures with padding, and pools all blocks but the last', ({ expect }) => {
    const spec = convnet({ padding: 'same', filters: [2, 2, 2], pooling: 'average' });
    expect(kinds(spec).filter((kind) => kind === 'average-pooling')).toHaveLength(2);
    expect(layerShapes(spec).find(({ layer }) => layer.kind === 'flatten')!.input).toEqual([7, 7, 2]);
  });

  test.for<{ changes: Partial<Convolution>; side: number; says: string }>([
    // 10 - 2 = 8, pooled 4, - 2 = 2, pooled 1: no room for a third filter.
    {
      changes: { filters: [4, 4, 4] },
      side: 10,
      says: "Block 3 of 3 can't apply filters of 3 × 3 to feature maps of 1 × 1",
    },
    {
      changes: { filters: [4], kernelSize: 7 },
      side: 5,
      says: "Block 1 of 1 can't apply filters of 7 × 7 to feature maps of 5 × 5",
    },
    {
      changes: { filters: [4, 4], kernelSize: 5 },
      side: 5,
      says: "Block 1 of 2 can't apply pooling of 2 × 2 to feature maps of 1 × 1",
    },
    {
      changes: { filters: [4, 4, 4], padding: 'same' },
      side: 2,
      says: "Block 2 of 3 can't apply pooling of 2 × 2 to feature maps of 1 × 1",
    },
  ])('of filters that no longer fit is refused: $says', ({ changes, side, says }, { expect }) => {
    expect(() => convnet(changes, {}, imageShape(side, side, 1))).toThrow(
      expect.objectContaining({
        code: 'layer_mismatch',
        message: expect.stringMatching(/Use fewer blocks, smaller kernels/),
      }),
    );
    expect(() => convnet(changes, {}, imageShape(side, side, 1))).toThrow(says);
  });
});

describe('a model of pixels', () => {
  test('is dense layers on flat pictures', ({ expect }) => {
    const spec = buildModel(DIGITS, configOf({ units: [512], dropout: 0.5 }), MNIST);
    expect(kinds(spec)).toEqual(['flatten', 'dense', 'dropout', 'dense']);
    expect(spec).toMatchObject({ inputs: 784, image: { height: 28, width: 28, channels: 1 } });
    // Listing 2.2: 784·512 + 512 + 512·10 + 10.
    expect(countParams(spec)).toBe(407_050);
  });
});

describe('a model of texts', () => {
  const REVIEWS = definitionOf();

  test('multiplies words and the numbers behind them by one kernel', ({ expect }) => {
    const spec = buildModel(REVIEWS, configOf({ units: [16, 16] }), textShape(10_000));
    expect(kinds(spec)).toEqual(['dense', 'dense', 'dense']);
    expect(spec.text).toEqual({ vocabulary: 10_000, numbers: 0, encoding: 'multi-hot' });
    // Listing 3.3: 160,016 + 272 + 17.
    expect(countParams(spec)).toBe(160_305);
    const mixed = buildModel(REVIEWS, configOf({ units: [16] }), textShape(10_000, 3));
    expect(weightShapes(mixed)[0]!.shape).toEqual([10_003, 16]);
  });

  test('has a vector for each word and for the padding', ({ expect }) => {
    const embedding = { dimensions: 8, pooling: 'flatten', length: 20 } as const;
    const spec = buildModel(REVIEWS, configOf({ units: [], embedding }), textShape(10_000));
    expect(kinds(spec)).toEqual(['embedding', 'dense']);
    expect(countParams(spec)).toBe(10_001 * 8 + 20 * 8 + 1);
    const mean = { ...embedding, pooling: 'average' } as const;
    const averaged = buildModel(REVIEWS, configOf({ units: [], embedding: mean, dropout: 0.5 }), textShape(10_000, 3));
    // The numbers beside a text are not dropped.
    expect(kinds(averaged)).toEqual(['embedding', 'dropout', 'concatenate', 'dense']);
    expect(countParams(averaged)).toBe(10_001 * 8 + (8 + 3) + 1);
  });
});

describe('columns beside images or texts', () => {
  const besideDigits = { ...MNIST, numbers: 3 };

  test('are joined behind the pictures, and not dropped', ({ expect }) => {
    const spec = convnet({}, { dropout: 0.5 }, besideDigits);
    expect(kinds(spec).slice(5)).toEqual(['flatten', 'dropout', 'concatenate', 'dense', 'dropout', 'dense']);
    expect(spec).toMatchObject({ inputs: 787, image: { height: 28, width: 28, channels: 1, numbers: 3 } });
    // Three more inputs of 64 units than the book's convnet.
    expect(countParams(spec)).toBe(93_322 + 3 * 64);
    expect('numbers' in convnet().image!).toBe(false);
    const flat = buildModel(DIGITS, configOf({ units: [] }), besideDigits);
    expect(kinds(flat)).toEqual(['flatten', 'concatenate', 'dense']);
    expect(countParams(flat)).toBe(787 * 10 + 10);
  });

  test('go through a dense layer of their own where the configuration has one', ({ expect }) => {
    const spec = convnet({}, { branch: 8, l2: 0.01, dropout: 0.5 }, besideDigits);
    // Behind the first hidden layer: few among many otherwise.
    expect(kinds(spec).slice(5)).toEqual(['flatten', 'dropout', 'dense', 'dropout', 'concatenate', 'dense']);
    expect(spec.layers[9]).toEqual({ kind: 'concatenate', branch: { units: 8, l1: 0, l2: 0.01 } });
    // 3 · 8 + 8 of their own, and eight more inputs of ten outputs.
    expect(countParams(spec)).toBe(93_322 + 32 + 8 * 10);
    expect(weightShapes(spec).filter(({ name }) => name.startsWith('concatenate'))).toEqual([
      { name: 'concatenate-9/kernel', shape: [3, 8], trainable: true, initializer: 'glorot', l1: 0, l2: 0.01 },
      { name: 'concatenate-9/bias', shape: [8], trainable: true, initializer: 'zeros', l1: 0, l2: 0 },
    ]);
    // Without a hidden layer they are joined to the pixels.
    expect(kinds(buildModel(DIGITS, configOf({ units: [], branch: 8 }), besideDigits))).toEqual([
      'flatten',
      'concatenate',
      'dense',
    ]);
    expect(convnet({}, { branch: 8 })).toEqual(convnet());
  });

  test('are joined behind the first layer of words where they have their own, and before it otherwise', ({
    expect,
  }) => {
    const build = (config: Partial<Config>) => buildModel(definitionOf(), configOf(config), textShape(100, 3));
    const spec = build({ units: [16, 4], branch: 8, dropout: 0.2 });
    expect(kinds(spec)).toEqual(['dense', 'dropout', 'concatenate', 'dense', 'dropout', 'dense']);
    // 100 words to 16 units, 3 numbers to 8, both to 4, and 4 to 1.
    expect(countParams(spec)).toBe(100 * 16 + 16 + 3 * 8 + 8 + 24 * 4 + 4 + 4 + 1);
    expect(kinds(build({ units: [16] }))).toEqual(['dense', 'dense']);
    // A linear model has no layer to join them behind.
    expect(build({ units: [], branch: 8 })).toEqual(build({ units: [] }));
  });
});

describe('any model', () => {
  const embedding = { dimensions: 8, pooling: 'average', length: 1 } as const;

  test('is plain data that reads as it was written', ({ expect }) => {
    const specs = [
      convnet({ batchNormalization: true, kind: 'separable-conv2d', pooling: 'average' }, { dropout: 0.2 }),
      buildModel(DIGITS, configOf(), MNIST),
      convnet({}, { branch: 5 }, { ...MNIST, numbers: 2 }),
      buildModel(definitionOf(), configOf({ dropout: 0.1, embedding }), textShape(50, 2)),
    ];
    for (const spec of specs) {
      expect(JSON.stringify(modelSpec.parse(JSON.parse(JSON.stringify(spec))))).toBe(JSON.stringify(spec));
    }
  });

  test('is refused an embedding without texts and filters without images', ({ expect }) => {
    const build = (config: Partial<Config>, shape: Parameters<typeof buildModel>[2]) => () =>
      buildModel(DIGITS, configOf(config), shape);
    const mismatch = (message: string) =>
      expect.objectContaining({ code: 'layer_mismatch', message: expect.stringContaining(message) });
    expect(build({ embedding }, numbersShape(3))).toThrow(mismatch('needs text'));
    expect(build({ embedding }, MNIST)).toThrow(mismatch('needs text'));
    expect(build({ convolution: BOOK }, textShape(9))).toThrow(mismatch('needs images'));
  });

  test('whose layers do not fit on each other has no shapes', ({ expect }) => {
    const spec = convnet();
    const unflattened = { ...spec, layers: spec.layers.filter(({ kind }) => kind !== 'flatten') };
    const mismatch = expect.objectContaining({
      code: 'layer_mismatch',
      message: expect.stringContaining('3 × 3 × 64'),
    });
    expect(() => weightShapes(unflattened)).toThrow(mismatch);
  });
});
