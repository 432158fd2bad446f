import { beforeAll, describe, test } from 'vitest';
import type { StartedBackend } from './started-backend.ts';
import { startForTest } from './testing/against-cpu.ts';
import { referenceMask, referenceThreefry } from './testing/reference-threefry.ts';

type Words = [number, number, number, number];

let backend: StartedBackend;
let at: number;
beforeAll(async () => {
  backend = await startForTest();
  at = backend.heap.scratch(4096, 'a test');
});

function words(count: number): number[] {
  return [...new Uint32Array(backend.heap.memory.buffer, at, count)];
}

describe('threefry', () => {
  // The known answers of threefry4x32, 20 rounds, that Random123 is tested with.
  test.for([
    { key: [0, 0, 0, 0], counter: [0, 0, 0, 0], gives: [0x9c6ca96a, 0xe17eae66, 0xfc10ecd4, 0x5256a7d8] },
    { key: [-1, -1, -1, -1], counter: [-1, -1, -1, -1], gives: [0x2a881696, 0x57012287, 0xf6c7446e, 0xa16a6732] },
    {
      key: [0xa4093822, 0x299f31d0, 0x082efa98, 0xec4e6c89],
      counter: [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
      gives: [0x59cd1dbb, 0xb8879579, 0x86b5d00c, 0xac8b6d84],
    },
  ] as { key: Words; counter: Words; gives: Words }[])(
    'gives the published words for $counter',
    ({ key, counter, gives }, { expect }) => {
      expect(referenceThreefry(key, counter)).toEqual(gives);
      backend.kernels.setKey(...key);
      backend.kernels.threefry4(...counter, at);
      expect([0, 4, 8, 12].map((i) => words(16)[i])).toEqual(gives);
    },
  );

  test('counts its lanes on', ({ expect }) => {
    backend.kernels.setKey(1, 2, 3, 4);
    backend.kernels.threefry4(40, 5, 6, 7, at);
    const all = words(16);
    for (let lane = 0; lane < 4; lane++) {
      expect([0, 4, 8, 12].map((i) => all[i + lane])).toEqual(referenceThreefry([1, 2, 3, 4], [40 + lane, 5, 6, 7]));
    }
  });
});

describe('a dropout mask', () => {
  test.for([1, 15, 16, 17, 250])('of %i is the reference’s', (count, { expect }) => {
    new Int32Array(backend.heap.memory.buffer, at, 4).set([9, 8, 7, -6]);
    backend.kernels.dropoutMask(count, 0.4, at, 3, 77, at + 128, at + 64);
    const mask = [...new Float32Array(backend.heap.memory.buffer, at + 128, count)];
    expect(mask).toEqual([
      ...Float32Array.from(referenceMask([9, 8, 7, -6], 3, 77, count, 0.4), (value) =>
        value === 0 ? 0 : 1 / (1 - Math.fround(0.4)),
      ),
    ]);
  });

  test('drops its share', ({ expect }) => {
    new Int32Array(backend.heap.memory.buffer, at, 4).set([1, 1, 1, 1]);
    let dropped = 0;
    for (let position = 0; position < 100; position++) {
      backend.kernels.dropoutMask(800, 0.25, at, 0, position, at + 128, at + 64);
      dropped += new Float32Array(backend.heap.memory.buffer, at + 128, 800).filter((value) => value === 0).length;
    }
    // 80,000 draws: five standard errors of a share of a quarter are 0.0077.
    expect(Math.abs(dropped / 80_000 - 0.25)).toBeLessThan(0.0077);
  });
});
