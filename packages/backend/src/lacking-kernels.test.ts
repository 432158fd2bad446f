import { beforeAll, describe, test } from 'vitest';
import { lackingKernels, startBackend, tf, type StartedBackend } from './index.ts';
import { compileModules } from './node.ts';

describe('lackingKernels', () => {
  let started: StartedBackend;

  beforeAll(async () => {
    started = await startBackend(await compileModules());
  });

  test('names what the cpu backend can run and the wasm backend cannot', ({ expect }) => {
    const onWasm = new Set(tf.getKernelsForBackend('wasm').map(({ kernelName }) => kernelName));
    const onCpu = tf.getKernelsForBackend('cpu').map(({ kernelName }) => kernelName);
    expect(onCpu.length).toBeGreaterThan(100);
    // A kernel that the cpu backend lacks too can only be known from a backend that is not loaded here.
    const known = lackingKernels().filter((name) => onCpu.includes(name));
    expect(known).toEqual(onCpu.filter((name) => !onWasm.has(name)).sort());
    expect(lackingKernels().filter((name) => onWasm.has(name))).toEqual([]);
  });

  test('is sorted, and is what the started backend reports', ({ expect }) => {
    expect(lackingKernels()).toEqual(lackingKernels().toSorted());
    expect(started.lacks).toEqual(lackingKernels());
  });

  test('no longer names a kernel once it is registered', ({ expect }) => {
    expect(lackingKernels()).toContain('Einsum');
    tf.registerKernel({ kernelName: 'Einsum', backendName: 'wasm', kernelFunc: () => [] });
    expect(lackingKernels()).not.toContain('Einsum');
    tf.unregisterKernel('Einsum', 'wasm');
    expect(lackingKernels()).toContain('Einsum');
  });
});
