// Train a TensorFlow.js model inside a Cloudflare Worker with @stepwell/backend: GET / trains y = 2x + 1 and answers with
// what was learned.
import { KernelOptimizer, startBackend, tf } from '@stepwell/backend';
import kernels from '@stepwell/backend/kernels.wasm';
import stock from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-simd.wasm';

export default {
  async fetch(): Promise<Response> {
    const backend = await startBackend({ stock, kernels });
    const learned = tf.tidy(() => {
      const x = tf.tensor2d([[0], [1], [2], [3]]);
      const y = tf.tensor2d([[1], [3], [5], [7]]);
      const w = tf.variable(tf.zeros<tf.Rank.R2>([1, 1]));
      const b = tf.variable(tf.zeros<tf.Rank.R1>([1]));
      const optimizer = new KernelOptimizer(backend, { name: 'adam', learningRate: 0.1 });
      const loss = () => tf.mean<tf.Scalar>(tf.squaredDifference(tf.add(tf.matMul(x, w), b), y));
      for (let step = 0; step < 500; step++) optimizer.minimize(loss, false, [w, b]);
      optimizer.dispose();
      return { slope: w.dataSync()[0], intercept: b.dataSync()[0] };
    });
    tf.disposeVariables();
    return Response.json(learned);
  },
};
