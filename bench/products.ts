import { interleave, median, slope, type Contender } from './interleave.ts';
import type { BenchServer } from './server.ts';
import { printTable } from './print-table.ts';

/** A matrix product [rows, depth] × [depth, columns] with either side stored transposed. */
export interface Product {
  rows: number;
  columns: number;
  depth: number;
  transposeA: boolean;
  transposeB: boolean;
}

const FLOATING_POINT_OPERATIONS_OF_PEAK = 48;
const SLICE_MS = 60;

const forward = (rows: number, depth: number, columns: number): Product => ({
  rows,
  columns,
  depth,
  transposeA: false,
  transposeB: false,
});

/** What a dense layer needs: its outputs, its kernel's gradient and its inputs'. */
function layer(rows: number, inputs: number, units: number): Product[] {
  return [
    forward(rows, inputs, units),
    { rows: inputs, columns: units, depth: rows, transposeA: true, transposeB: false },
    { rows, columns: inputs, depth: units, transposeA: false, transposeB: true },
  ];
}

const PRODUCTS: readonly Product[] = [
  ...layer(128, 784, 512),
  ...layer(128, 512, 10),
  forward(512, 16, 16),
  ...layer(16, 64, 64),
  ...layer(512, 64, 46),
  ...[1, 3, 5, 7, 17].map((columns) => forward(512, 64, columns)),
];

/** Who multiplies: a Worker, or this process. */
export type Multiplier = Pick<BenchServer, 'time'>;

/**
 * Measures and prints each product's speed and its share of the SIMD peak beside it.
 *
 * @param where for the table's title.
 */
export async function benchProducts(where: string, server: Multiplier, rounds: number): Promise<void> {
  const peaks: number[] = [];
  const lines: string[][] = [];
  for (const product of PRODUCTS) {
    const { rows, columns, depth } = product;
    const peak = await speed(server, 'peak', '', FLOATING_POINT_OPERATIONS_OF_PEAK);
    const ours = await speed(server, 'product', productKey(product), 2 * rows * columns * depth);
    const [peakSpeeds = [], speeds = []] = await interleave([peak, ours], rounds);
    peaks.push(...peakSpeeds);
    const share = median(speeds.map((value, i) => value / peakSpeeds[i]!));
    lines.push([title(product), median(speeds).toFixed(1), `${(share * 100).toFixed(0)} %`]);
  }
  printTable(
    `Products ${where}, GFLOP/s; the SIMD peak: ${median(peaks).toFixed(1)}, at most ${Math.max(...peaks).toFixed(1)}`,
    ['product', 'GFLOP/s', 'of the peak'],
    lines,
  );
}

function speed(server: Multiplier, path: string, product: string, operations: number): Promise<Contender> {
  return slope(SLICE_MS, (count) => server.time(path, { product, count })).then((one) => ({
    measure: async () => operations / (await one.measure()) / 1e6,
  }));
}

function productKey({ rows, columns, depth, transposeA, transposeB }: Product): string {
  return [rows, columns, depth, Number(transposeA), Number(transposeB)].join();
}

function title({ rows, columns, depth, transposeA, transposeB }: Product): string {
  return `${transposeA ? `(${depth}x${rows})ᵀ` : `${rows}x${depth}`} · ${transposeB ? `(${columns}x${depth})ᵀ` : `${depth}x${columns}`}`;
}
