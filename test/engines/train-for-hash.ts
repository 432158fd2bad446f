import {
  DenseStack,
  KernelOptimizer,
  multiHotRows,
  rowLosses,
  startBackend,
  startedBackend,
  tf,
  type BackendModules,
} from '@stepwell/backend';
import {
  buildModel,
  type Config,
  emptySlots,
  hashWeights,
  initialWeights,
  openLayeredTrainer,
  type Trainer,
  withTrainer,
} from '@stepwell/workflow/training';
import { trainKinds } from './train-kinds.ts';

const ROWS = 48;
const INPUTS = 13;
const BATCH = 20;
const EPOCHS = 15;
const KEY = [5, 6, 7, 8];

/**
 * Short trainings with everything in them that reaches weights: seeded weights, dropout, L2, softmax, RMSprop, in one
 * kernel and layer by layer; Adam, L1 and multi-hot rows; convolutions, pooling and an embedding op by op; and models of
 * texts and images as fits train them.
 *
 * @returns the sha256 of all weights: the same in every JavaScript engine.
 */
export async function trainForHash(modules: BackendModules): Promise<string> {
  const backend = await startBackend(modules);
  const config: Config = {
    units: [32, 17],
    dropout: 0.3,
    l1: 0,
    l2: 0.001,
    optimizer: 'rmsprop',
    learningRate: 0.003,
    batchSize: BATCH,
    classWeight: 'none',
    features: false,
  };
  const question = { type: 'multiclass', target: ['y'], classes: ['a', 'b', 'c'], labels: null, bounds: null } as const;
  const spec = buildModel({ ...question, target: [...question.target], classes: [...question.classes] }, config, {
    numbers: INPUTS,
    vocabulary: 0,
    image: null,
  });
  const learned = () => {
    const weights = initialWeights(spec, 5, 'engines');
    return { weights, slots: emptySlots(spec, weights) };
  };
  const layered = openLayeredTrainer(backend, spec, learned(), KEY);
  const layeredWeights = train(layered);
  layered.dispose();
  return hashWeights([
    ...withTrainer(spec, learned(), KEY, train),
    ...layeredWeights,
    ...trainSparse(),
    ...trainConvnet(),
    ...trainKinds(),
  ]);
}

function train(trainer: Trainer): Float32Array[] {
  const data = {
    rows: ROWS,
    x: {
      kind: 'numbers' as const,
      values: Float32Array.from({ length: ROWS * INPUTS }, (_, i) => ((i * 37) % 101) / 50 - 1),
    },
    y: Float32Array.from({ length: ROWS }, (_, i) => i % 3),
  };
  const minibatches = Math.ceil(ROWS / BATCH);
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    trainer.train(data, orderOf(ROWS, epoch), 0, minibatches, epoch * minibatches);
  }
  return trainer.read().weights;
}

function trainSparse(): Float32Array[] {
  const lists = Array.from({ length: ROWS }, (_, row) =>
    Array.from({ length: row % 19 }, (_, i) => (row * i * 13) % 300),
  );
  const stack = new DenseStack(startedBackend(), {
    inputs: 300,
    layers: [
      { kind: 'dense', units: 16, activation: 'tanh', l1: 0.001 },
      { kind: 'dropout', rate: 0.2 },
      { kind: 'dense', units: 1, activation: 'sigmoid' },
    ],
    loss: 'binary-crossentropy',
    optimizer: { name: 'adam', learningRate: 0.01 },
    batchSize: BATCH,
    sparse: true,
    dropoutKey: KEY,
  });
  const kernel = Float32Array.from({ length: 300 * 16 }, (_, i) => ((i * 53) % 97) / 500 - 0.1);
  stack.load([kernel, new Float32Array(16), kernel.slice(0, 16), new Float32Array(1)], null);
  const rows = { x: multiHotRows(lists, 300), y: Float32Array.from({ length: ROWS }, (_, row) => row % 2) };
  const minibatches = Math.ceil(ROWS / BATCH);
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    stack.train(rows, orderOf(ROWS, epoch), 0, minibatches, epoch * minibatches);
  }
  const { weights } = stack.read();
  stack.dispose();
  return weights;
}

/** A convnet over images and an embedding of words beside it, by TensorFlow.js's own ops and gradients. */
function trainConvnet(): Float32Array[] {
  const variable = (shape: number[]) => {
    const size = shape.reduce((product, length) => product * length, 1);
    return tf.variable(
      tf.tensor(
        Float32Array.from({ length: size }, (_, i) => ((i * 53) % 97) / 200 - 0.24),
        shape,
      ),
    );
  };
  const variables = [
    [3, 3, 1, 5],
    [3, 3, 5, 8],
    [3, 3, 8, 1],
    [40, 6],
    [38, 4],
  ].map(variable);
  const x = tf.tensor4d(
    Float32Array.from({ length: 6 * 100 }, (_, i) => ((i * 37) % 101) / 50 - 1),
    [6, 10, 10, 1],
  );
  const words = tf.tensor1d([3, 1, 39, 3, 0, 7], 'int32');
  const y = tf.tensor1d([0, 1, 2, 3, 0, 1]);
  const optimizer = new KernelOptimizer(startedBackend(), { name: 'sgd', learningRate: 0.05, momentum: 0.9 });
  const loss = () => {
    const [first, second, third, embedding, kernel] = variables;
    const a = tf.maxPool(
      tf.relu(tf.conv2d<tf.Tensor4D>(x, tf.reshape(first!, [3, 3, 1, 5]), 1, 'valid')),
      2,
      2,
      'valid',
    );
    const b = tf.relu(tf.conv2d<tf.Tensor4D>(a, tf.reshape(second!, [3, 3, 5, 8]), 1, 'same'));
    const c = tf.depthwiseConv2d<tf.Tensor4D>(b, tf.reshape(third!, [3, 3, 8, 1]), 2, 'valid');
    const flat = tf.concat([tf.reshape(c, [6, 8]), tf.reshape(a, [6, 80])], 1);
    const all = tf.concat([tf.slice(flat, [0, 0], [6, 32]), tf.gather(embedding!, words)], 1);
    return tf.mean<tf.Scalar>(rowLosses('categorical-crossentropy', tf.matMul(all, kernel!), y));
  };
  for (let step = 0; step < 10; step++) tf.tidy(() => void optimizer.minimize(loss, false, variables));
  const weights = variables.map((one) => Float32Array.from(one.dataSync()));
  optimizer.dispose();
  tf.dispose([...variables, x, words, y]);
  return weights;
}

function orderOf(rows: number, epoch: number): Int32Array {
  return Int32Array.from({ length: rows }, (_, i) => (i * 5 + epoch) % rows);
}
