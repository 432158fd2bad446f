import { beforeAll, describe, test } from 'vitest';
import { takeFixedRegion } from './fixed-region.ts';
import type { Allocator } from './heap.ts';
import type { StartedBackend } from './started-backend.ts';
import { startForTest } from './testing/against-cpu.ts';

let started: StartedBackend;
beforeAll(async () => {
  started = await startForTest();
});

/** Hands out one region behind the other. */
function bumpFrom(first: number, limit = Number.POSITIVE_INFINITY): Allocator & { top: number } {
  const allocator = {
    top: first,
    _malloc(bytes: number) {
      if (allocator.top + bytes > limit) return 0;
      const at = allocator.top;
      allocator.top += bytes;
      return at;
    },
    _free(at: number) {
      allocator.top = at;
    },
  };
  return allocator;
}

describe('the region that panels are packed to', () => {
  test('belongs to nobody else', ({ expect }) => {
    const { heap, kernels } = started;
    const [start, end] = [kernels.panelStart(), kernels.panelEnd()];
    expect(end).toBeGreaterThan(start);
    const sizes = [1, 16, 500, 4_000, 30_000, 100_000];
    const regions = Array.from({ length: 60 }, (_, i) => {
      const bytes = sizes[i % sizes.length]!;
      return { bytes, at: heap.allocate(bytes, 'a test') };
    });
    for (const { at, bytes } of regions) expect(at >= end || at + bytes <= start, `${bytes} bytes at ${at}`).toBe(true);
    regions.forEach(({ at }) => heap.free(at));
  });

  test('lies below what the module asks of its memory at least', ({ expect }) => {
    // asconfig.json: 256 pages.
    expect(started.kernels.panelEnd()).toBeLessThan(256 * 65_536);
  });

  test('is taken whole', ({ expect }) => {
    const { kernels } = started;
    const allocator = bumpFrom(kernels.panelStart() - 1_000);
    takeFixedRegion(allocator, kernels);
    expect(allocator.top).toBe(kernels.panelEnd());
  });

  test('is missed where something else lies there, or there is no room', ({ expect }) => {
    const { kernels } = started;
    for (const allocator of [bumpFrom(kernels.panelStart() + 16), bumpFrom(1_024, kernels.panelEnd() - 1)]) {
      expect(() => takeFixedRegion(allocator, kernels)).toThrow(WebAssembly.LinkError);
    }
  });
});
