import { DenseStack, multiHotRows, startBackend, startedBackend, type BackendModules } from '@stepwell/backend';
import {
  buildModel,
  emptySlots,
  hashWeights,
  initialWeights,
  openLayeredTrainer,
  type Trainer,
  withTrainer,
} from '@stepwell/workflow/training';

const ROWS = 48;
const INPUTS = 13;
const BATCH = 20;
const EPOCHS = 15;
const KEY = [5, 6, 7, 8];

/**
 * Short trainings with everything in them that reaches weights: seeded weights, dropout, L2, softmax, RMSprop, in one
 * kernel and layer by layer; Adam, L1 and multi-hot rows.
 *
 * @returns the sha256 of all weights: the same in every JavaScript engine.
 */
export async function trainForHash(modules: BackendModules): Promise<string> {
  const backend = await startBackend(modules);
  const config = { units: [32, 17], dropout: 0.3, l2: 0.001, learningRate: 0.003, batchSize: BATCH };
  const spec = buildModel({ type: 'multiclass', classes: ['a', 'b', 'c'] }, config, INPUTS);
  const learned = () => {
    const weights = initialWeights(spec, 5, 'engines');
    return { weights, slots: emptySlots(spec, weights) };
  };
  const layered = openLayeredTrainer(backend, spec, learned(), KEY);
  const layeredWeights = train(layered);
  layered.dispose();
  return hashWeights([...withTrainer(spec, learned(), KEY, train), ...layeredWeights, ...trainSparse()]);
}

function train(trainer: Trainer): Float32Array[] {
  const data = {
    rows: ROWS,
    x: Float32Array.from({ length: ROWS * INPUTS }, (_, i) => ((i * 37) % 101) / 50 - 1),
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

function orderOf(rows: number, epoch: number): Int32Array {
  return Int32Array.from({ length: rows }, (_, i) => (i * 5 + epoch) % rows);
}
