import { RANKING_LOSSES } from '@stepwell/workflow/question';
import {
  buildModel,
  type Config,
  emptySlots,
  type IdRows,
  initialWeights,
  type Inputs,
  type InputShape,
  withTrainer,
} from '@stepwell/workflow/training';

const ROWS = 24;
const EPOCHS = 4;
const KEY = [9, 10, 11, 12];
const VOCABULARY = 60;

const CONFIG: Config = {
  units: [9],
  dropout: 0.2,
  l1: 0,
  l2: 0.001,
  optimizer: 'rmsprop',
  learningRate: 0.003,
  batchSize: 10,
  classWeight: 'none',
  features: false,
};
const CONVOLUTION: NonNullable<Config['convolution']> = {
  kind: 'conv2d',
  filters: [5, 7],
  kernelSize: 3,
  padding: 'same',
  pooling: 'average',
  ending: 'flatten',
  batchNormalization: true,
};
const IMAGE = { height: 9, width: 10, channels: 3 };
const IMAGES: InputShape = { numbers: 0, vocabulary: 0, image: IMAGE };
const TEXTS: InputShape = { numbers: 2, vocabulary: VOCABULARY, image: null };

/**
 * Fits of every kind of rows beside plain numbers, by the trainers that steps use.
 *
 * @returns their weights, moving statistics included.
 */
export function trainKinds(): Float32Array[] {
  const separable = { ...CONVOLUTION, kind: 'separable-conv2d', ending: 'global-average', pooling: 'max' } as const;
  const kinds: [Partial<Config>, InputShape, Inputs][] = [
    [{ convolution: CONVOLUTION }, IMAGES, images()],
    [{ convolution: separable, optimizer: 'adam' }, IMAGES, images()],
    [{}, IMAGES, images()],
    [{ convolution: CONVOLUTION, branch: 5 }, { ...IMAGES, numbers: 2 }, images(numbersOf(2))],
    [{}, TEXTS, texts(false)],
    [{ branch: 5 }, TEXTS, texts(false)],
    [{ embedding: { dimensions: 6, pooling: 'average', length: 1 } }, TEXTS, texts(true)],
    [{ embedding: { dimensions: 6, pooling: 'flatten', length: 8 } }, TEXTS, texts(true)],
  ];
  return [...kinds.flatMap(([changes, shape, x]) => trainOne({ ...CONFIG, ...changes }, shape, x)), ...trainRankings()];
}

/** Fits of the order of rows within queries, by each loss of it. */
function trainRankings(): Float32Array[] {
  const shape: InputShape = { numbers: 3, vocabulary: 0, image: null };
  const values = Float32Array.from({ length: 3 * ROWS }, (_, i) => ((i * 37) % 101) / 50 - 1);
  const data = {
    rows: ROWS,
    x: { kind: 'numbers' as const, values },
    y: Float32Array.from({ length: ROWS }, (_, row) => (row * 5) % 3),
    queries: Int32Array.from({ length: ROWS }, (_, row) => Math.floor(row / 5)),
  };
  return RANKING_LOSSES.flatMap((loss) => {
    const question = { type: 'ranking' as const, target: ['y'], classes: null, labels: null, bounds: null };
    const spec = buildModel(question, { ...CONFIG, loss }, shape);
    const weights = initialWeights(spec, 5, 'rankings');
    const order = Int32Array.from({ length: ROWS }, (_, row) => row);
    return withTrainer(spec, { weights, slots: emptySlots(spec, weights) }, KEY, (trainer) => {
      for (let epoch = 0; epoch < EPOCHS; epoch++) trainer.train(data, order, 0, 3, 3 * epoch);
      return trainer.read().weights;
    });
  });
}

function trainOne(config: Config, shape: InputShape, x: Inputs): Float32Array[] {
  const classes = ['a', 'b', 'c'];
  const question = { type: 'multiclass', target: ['y'], classes, labels: null, bounds: null } as const;
  const spec = buildModel({ ...question, target: [...question.target] }, config, shape);
  const weights = initialWeights(spec, 5, 'kinds');
  const data = { rows: ROWS, x, y: Float32Array.from({ length: ROWS }, (_, row) => row % 3) };
  const minibatches = Math.ceil(ROWS / config.batchSize);
  return withTrainer(spec, { weights, slots: emptySlots(spec, weights) }, KEY, (trainer) => {
    for (let epoch = 0; epoch < EPOCHS; epoch++) {
      const order = Int32Array.from({ length: ROWS }, (_, i) => (i * 5 + epoch) % ROWS);
      trainer.train(data, order, 0, minibatches, epoch * minibatches);
    }
    const { outputs, losses } = trainer.evaluate(data, 0, ROWS);
    return [...trainer.read().weights, outputs, losses];
  });
}

function images(numbers: Float32Array | null = null): Inputs {
  const size = IMAGE.height * IMAGE.width * IMAGE.channels;
  const store = Uint8Array.from({ length: ROWS * size }, (_, i) => (i * 97 + (i % 13) * 31) % 256);
  const at = Int32Array.from({ length: ROWS }, (_, row) => (row * 7) % ROWS);
  return { kind: 'images', images: { ...IMAGE, stores: [store], at, scale: 1 / 255 }, numbers };
}

function numbersOf(width: number): Float32Array {
  return Float32Array.from({ length: width * ROWS }, (_, i) => ((i * 37) % 101) / 50 - 1);
}

function texts(ordered: boolean): Inputs {
  const lists = Array.from({ length: ROWS }, (_, row) => {
    const words = Array.from({ length: row % 12 }, (_, i) => (row * i * 13 + i * i) % VOCABULARY);
    return ordered ? words : [...new Set(words)].sort((a, b) => a - b);
  });
  const start = new Int32Array(ROWS + 1);
  lists.forEach((words, row) => (start[row + 1] = start[row]! + words.length));
  const rows: IdRows = { vocabulary: VOCABULARY, start, ids: Uint16Array.from(lists.flat()) };
  const numbers = numbersOf(2);
  return ordered ? { kind: 'sequences', words: rows, numbers } : { kind: 'multi-hot', hot: rows, numbers };
}
