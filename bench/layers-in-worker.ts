import type { StartedBackend } from '@stepwell/backend';

/** Does the products of a layer so many times. @returns whether zeros were left out. */
type Repeat = (times: number) => boolean;

const placed = new Map<string, Repeat>();

/**
 * Answers `/layer`: so many repetitions of a dense layer's forward product and kernel gradient.
 *
 * @returns null for any other request.
 */
export function answerLayer({ pathname, searchParams }: URL, backend: StartedBackend): Response | null {
  if (pathname !== '/layer') return null;
  const of = (name: string) => Number(searchParams.get(name));
  const sizes = [of('rows'), of('inputs'), of('units'), of('density'), of('skip')] as const;
  const key = sizes.join();
  const repeat = placed.get(key) ?? place(backend, ...sizes);
  placed.set(key, repeat);
  return Response.json({ leftOut: repeat(of('count')) });
}

function place(
  { heap, kernels }: StartedBackend,
  rows: number,
  inputs: number,
  units: number,
  density: number,
  skip: number,
): Repeat {
  const room = (bytes: number) => heap.allocate(Math.max(16, bytes), 'the bench of layers');
  const filled = (length: number, share: number) => {
    const at = room(4 * length);
    let state = 1;
    const next = () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32;
    new Float32Array(heap.memory.buffer, at, length).forEach((_, i, all) => {
      const there = next() < share;
      all[i] = there ? next() + 0.01 : 0;
    });
    return at;
  };
  const x = filled(rows * inputs, density / 100);
  const [kernel, delta] = [filled(inputs * units, 1), filled(rows * units, 1)];
  const [output, gradient] = [room(4 * rows * units), room(4 * inputs * units)];
  const list = room(kernels.nonzerosBytes(rows, units, inputs) >>> 0);
  const scratch = room(
    Math.max(
      kernels.gemmScratch(rows, units, inputs, false) >>> 0,
      kernels.gemmScratch(inputs, units, rows, true) >>> 0,
      kernels.skipScratch(rows, units, inputs) >>> 0,
    ),
  );
  const once = (): boolean => {
    if (skip === 1 && kernels.listNonzeros(rows, units, inputs, x, list) !== 0) {
      // What `matMul` does first, too.
      new Float32Array(heap.memory.buffer, output, rows * units).fill(0);
      new Float32Array(heap.memory.buffer, gradient, inputs * units).fill(0);
      kernels.skipZeros(rows, units, inputs, x, list, kernel, output, scratch);
      kernels.skipZerosTransposed(rows, units, inputs, x, list, delta, gradient, scratch);
      return true;
    }
    kernels.matMul(rows, units, inputs, x, false, kernel, false, 0, 0, 0, output, scratch);
    kernels.matMul(inputs, units, rows, x, true, delta, false, 0, 0, 0, gradient, scratch);
    return false;
  };
  return (times) => {
    let leftOut = false;
    for (let i = 0; i < times; i++) leftOut = once();
    return leftOut;
  };
}
