import type { StartedBackend } from '@stepwell/backend';
import type { Product } from './products.ts';

/** Repeats a product so many times. */
type Repeat = (times: number) => void;

const placed = new Map<string, Repeat>();

/**
 * Answers `/peak` and `/product`: so many repetitions of plain multiply-adds, or of one matrix product on the heap.
 *
 * @returns null for any other request.
 */
export function answerProduct({ pathname, searchParams }: URL, backend: StartedBackend): Response | null {
  if (pathname !== '/peak' && pathname !== '/product') return null;
  const key = searchParams.get('product') ?? '';
  const repeat =
    placed.get(key) ?? (pathname === '/peak' ? placePeak(backend) : placeProduct(backend, parseProduct(key)));
  placed.set(key, repeat);
  repeat(Number(searchParams.get('count')));
  return Response.json({});
}

function placePeak({ heap, kernels }: StartedBackend): Repeat {
  const values = heap.allocate(32, 'the values of the peak');
  // Added 0.001 and multiplied by 1 for ever, these stay normal numbers.
  new Float32Array(heap.memory.buffer, values, 8).set([0.001, 0.001, 0.001, 0.001, 1, 1, 1, 1]);
  return (times) => kernels.multiplyAdds(times, values);
}

function placeProduct(backend: StartedBackend, { rows, columns, depth, transposeA, transposeB }: Product): Repeat {
  const { heap, kernels } = backend;
  const place = (length: number) => {
    const at = heap.allocate(4 * length, 'a matrix of the bench');
    new Float32Array(heap.memory.buffer, at, length).forEach((_, i, all) => (all[i] = ((i * 7) % 13) / 13 - 0.5));
    return at;
  };
  const [a, b, c] = [place(rows * depth), place(depth * columns), place(rows * columns)];
  const scratch = heap.allocate(
    Math.max(16, kernels.gemmScratch(rows, columns, depth, transposeA)),
    'scratch of the bench',
  );
  return (times) => {
    for (let i = 0; i < times; i++) {
      kernels.matMul(rows, columns, depth, a, transposeA, b, transposeB, 0, 0, 0, c, scratch);
    }
  };
}

/** @returns what `productKey` wrote. */
function parseProduct(key: string): Product {
  const [rows = 0, columns = 0, depth = 0, transposeA = 0, transposeB = 0] = key.split(',').map(Number);
  return { rows, columns, depth, transposeA: transposeA === 1, transposeB: transposeB === 1 };
}
