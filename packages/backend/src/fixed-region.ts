import type { Allocator } from './heap.ts';
import type { KernelModule } from './kernels/kernel-module.ts';

/** The smallest region that tells where the allocator stands. */
const PROBE_BYTES = 16;

/**
 * Takes the region of the heap that the kernels pack panels to. It lies at the same address in every module: engines leave
 * out the comparison with the memory's size where an address is a constant below the least size, which matters where they
 * compare at all, as workerd does.
 *
 * @param allocator of a heap that nothing else has been taken from yet, but for what its own start takes.
 * @throws {WebAssembly.LinkError} when the region is taken: the stock module is another version.
 */
export function takeFixedRegion(allocator: Allocator, kernels: KernelModule): void {
  const [start, end] = [kernels.panelStart() >>> 0, kernels.panelEnd() >>> 0];
  const first = allocator._malloc(PROBE_BYTES) >>> 0;
  allocator._free(first);
  const at = first > start ? 0 : allocator._malloc(end - first) >>> 0;
  if (at === 0 || at > start || at + (end - first) < end) {
    throw new WebAssembly.LinkError(
      `the heap of the stock module begins at ${first}; the kernels want ${start} to ${end} for themselves: install the version that package.json names`,
    );
  }
}
