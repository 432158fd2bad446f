import { startBackend, type BackendModules } from '@stepwell/backend';
import { buildModel, hashWeights, initialWeights, trainBatch } from '@stepwell/workflow/training';

const ROWS = 48;
const INPUTS = 13;
const STEPS = 40;

/**
 * A short training with everything in it that reaches weights: seeded weights, dropout, L2, softmax, RMSprop.
 *
 * @returns the sha256 of the weights: the same in every JavaScript engine.
 */
export async function trainForHash(modules: BackendModules): Promise<string> {
  await startBackend(modules);
  const config = { units: [32, 17], dropout: 0.3, l2: 0.001, learningRate: 0.003, batchSize: ROWS };
  const spec = buildModel({ type: 'multiclass', classes: ['a', 'b', 'c'] }, config, INPUTS);
  const weights = initialWeights(spec, 5, 'engines');
  const slots = weights.map((weight) => new Float32Array(weight.length));
  const x = Float32Array.from({ length: ROWS * INPUTS }, (_, i) => ((i * 37) % 101) / 50 - 1);
  const y = Float32Array.from({ length: ROWS }, (_, i) => i % 3);
  for (let step = 0; step < STEPS; step++) {
    trainBatch(spec, weights, slots, { x, y, seed: 5, index: `engines/step-${step}` });
  }
  return hashWeights(weights);
}
