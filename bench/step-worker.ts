import { startBackend } from '@stepwell/backend';
import { buildModel, initialWeights, trainBatch } from '@stepwell/workflow/training';
import kernels from '@stepwell/backend/kernels.wasm';
import stock from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-simd.wasm';

/** The models that are timed. */
const CASES = {
  '13-64-64-1 b16': { problem: { type: 'scalar-regression', classes: null }, units: [64, 64], inputs: 13, batch: 16 },
  '784-512-10 b128': {
    problem: { type: 'multiclass', classes: Array.from('0123456789') },
    units: [512],
    inputs: 784,
    batch: 128,
  },
} as const;

/** Trains so many minibatches of a case. A Worker's clock stands still while it computes: the caller times it. */
export default {
  async fetch(request: Request): Promise<Response> {
    const query = new URL(request.url).searchParams;
    const entry = Object.entries(CASES).find(([name]) => name === query.get('case'));
    if (entry === undefined) return Response.json(Object.keys(CASES));
    await startBackend({ stock, kernels });
    const { problem, units, inputs, batch } = entry[1];
    const config = { units: [...units], dropout: 0, l2: 0, learningRate: 0.001, batchSize: batch };
    const classes = problem.classes === null ? null : [...problem.classes];
    const spec = buildModel({ type: problem.type, classes }, config, inputs);
    const weights = initialWeights(spec, 0, 'bench');
    const slots = weights.map((weight) => new Float32Array(weight.length));
    const x = Float32Array.from({ length: batch * inputs }, (_, i) => ((i * 37) % 101) / 50 - 1);
    const y = Float32Array.from({ length: batch }, (_, i) => i % 10);
    let loss = 0;
    for (let step = 0; step < Number(query.get('steps')); step++) {
      loss = trainBatch(spec, weights, slots, { x, y, seed: 0, index: `step-${step}` });
    }
    return Response.json({ loss });
  },
};
