import { startBackend, tf } from '@stepwell/backend';
import kernels from '@stepwell/backend/kernels.wasm';
import stock from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-simd.wasm';
import { RMSPROP } from './cases.ts';
import { tfjsTraining } from './tfjs-training.ts';
import { answerTraining, takePixels, type Training } from './training.ts';

const trainings = new Map<string, Training>();

function trainingFor(caseName: string | null, epsilon: number): Training {
  const key = `${caseName} ${epsilon}`;
  const training =
    trainings.get(key) ?? tfjsTraining(caseName, () => tf.train.rmsprop(RMSPROP.learningRate, RMSPROP.rho, 0, epsilon));
  trainings.set(key, training);
  return training;
}

/** TensorFlow.js with its own kernels, for `npm run bench` to time. */
export default {
  async fetch(request: Request): Promise<Response> {
    await startBackend({ stock, kernels }, { keepStockKernels: true });
    return (
      (await takePixels(request)) ??
      answerTraining(new URL(request.url), trainingFor) ??
      new Response(null, { status: 404 })
    );
  },
};
