import kernels from '@stepwell/backend/kernels.wasm';
import stock from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-simd.wasm';
import { env } from 'cloudflare:workers';
import { describe, test } from 'vitest';
import { trainForHash } from '../engines/train-for-hash.ts';

describe('the engine in workerd', () => {
  test('ends on the same weights as in Node', async ({ expect }) => {
    expect(env.WEIGHTS_IN_NODE).toMatch(/^[0-9a-f]{64}$/);
    expect(await trainForHash({ stock, kernels })).toBe(env.WEIGHTS_IN_NODE);
  });

  test('leaves the global process as it was', async ({ expect }) => {
    const before = Object.getOwnPropertyDescriptor(globalThis, 'process');
    await trainForHash({ stock, kernels });
    expect(Object.getOwnPropertyDescriptor(globalThis, 'process')).toEqual(before);
  });
});
