import type { R2Bucket } from '@cloudflare/workers-types';
import { KernelOptimizer, startBackend, type StartedBackend } from '@stepwell/backend';
import kernels from '@stepwell/backend/kernels.wasm';
import stock from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-simd.wasm';
import { caseNamed, RMSPROP } from './cases.ts';
import { answerLayer } from './layers-in-worker.ts';
import { answerProduct } from './products-in-worker.ts';
import { stackTraining } from './stack-training.ts';
import { answerStepRequest } from './step-request.ts';
import { tfjsTraining } from './tfjs-training.ts';
import { answerTraining, takePixels, type Training } from './training.ts';

const trainings = new Map<string, Training>();

function trainingFor(backend: StartedBackend, caseName: string | null, epsilon: number): Training {
  const key = `${caseName} ${epsilon}`;
  const training =
    trainings.get(key) ??
    (caseNamed(caseName).filters.length > 0
      ? tfjsTraining(caseName, () => new KernelOptimizer(backend, { ...RMSPROP, epsilon }), true)
      : stackTraining(backend, caseName, epsilon));
  trainings.set(key, training);
  return training;
}

/** Our kernels, for `npm run bench` to time. */
export default {
  async fetch(request: Request, { OBJECTS }: { OBJECTS: R2Bucket }): Promise<Response> {
    const backend = await startBackend({ stock, kernels });
    const url = new URL(request.url);
    return (
      (await takePixels(request)) ??
      answerTraining(url, (caseName, epsilon) => trainingFor(backend, caseName, epsilon)) ??
      answerProduct(url, backend) ??
      answerLayer(url, backend) ??
      (await answerStepRequest(url, backend, OBJECTS)) ??
      new Response(null, { status: 404 })
    );
  },
};
