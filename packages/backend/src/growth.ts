/** How far the heap may grow at this moment, in bytes. */
export interface Growth {
  limit: number;
}

const PAGE = 65_536;

/** The glue's imports, with growth past the limit refused as if the machine had no more. */
export function limitGrowth(imports: WebAssembly.Imports, growth: Growth): WebAssembly.Imports {
  const resize = imports['env']?.['emscripten_resize_heap'];
  if (typeof resize !== 'function') return imports;
  return {
    ...imports,
    env: {
      ...imports['env'],
      emscripten_resize_heap: (requested: number): unknown =>
        requested >>> 0 > growth.limit ? 0 : Reflect.apply(resize, undefined, [requested]),
    },
  };
}

/** The glue grows by a fifth more than it needs: no further than the limit. */
export function capMemory(memory: WebAssembly.Memory, growth: Growth): void {
  const grow = memory.grow.bind(memory);
  memory.grow = (pages) => grow(Math.min(pages, Math.floor((growth.limit - memory.buffer.byteLength) / PAGE)));
}
