import { CASES, RMSPROP, type BenchCase } from './cases.ts';
import { interleave, median, medianRatio, slope, type Contender } from './interleave.ts';
import { SPARSE_FORMS, type PeerForm, type Peers } from './peers.ts';
import { printTable } from './print-table.ts';
import type { BenchServer } from './server.ts';

/** Who trains. */
export interface Trainers {
  stock: BenchServer;
  ours: BenchServer;
  peers: Peers | null;
}

/** A row of the first table, and of `--json`. */
export interface StepRow {
  case: string;
  stockMs: number | null;
  oursMs: number;
  /** PyTorch; text as dense rows. */
  peerMs: number | null;
  /** Ours over PyTorch's, the median over rounds. */
  ratio: number | null;
  /** The fastest of PyTorch's sparse forms. */
  sparsePeerMs: number | null;
  sparseRatio: number | null;
  /** Each form of PyTorch's: milliseconds, and ours over them. */
  peerForms: Record<string, { ms: number; ratio: number }>;
}

/** How long a slice is in which one contender runs, in milliseconds. */
const SLICE_MS = 150;
const { epsilon } = RMSPROP;

/** @returns the forms in which PyTorch trains a case. */
export function formsOf({ idsPerRow, filters }: BenchCase): PeerForm[] {
  if (filters.length > 0) return ['dense', 'channels-last'];
  return idsPerRow > 0 ? ['dense', ...SPARSE_FORMS, 'two-bags-ahead'] : ['dense'];
}

/** Whether TensorFlow.js can train a case by itself: its WASM backend has no gradient of a convolution's filter. */
export function stockCan({ filters }: BenchCase): boolean {
  return filters.length === 0;
}

/** Measures a step of a case, all trainers in turns. */
export async function timeCase(one: BenchCase, trainers: Trainers, rounds: number): Promise<StepRow> {
  const { stock, ours, peers } = trainers;
  const inWorker = (server: BenchServer) =>
    slope(SLICE_MS, (count) => server.time('train', { case: one.name, epsilon, count }));
  const contenders = new Map<string, Contender>();
  if (stockCan(one)) contenders.set('stock', await inWorker(stock));
  contenders.set('ours', await inWorker(ours));
  const forms = peers === null ? [] : formsOf(one);
  for (const form of forms) {
    contenders.set(form, await slope(SLICE_MS, (count) => peers!.time({ case: one.name, form, epsilon, count })));
  }
  const values = await interleave([...contenders.values()], rounds);
  const of = new Map([...contenders.keys()].map((name, i) => [name, values[i]!]));
  const milliseconds = (name: string) => (of.has(name) ? median(of.get(name)!) : null);
  const ratio = (name: string) => (of.has(name) ? medianRatio(of.get('ours')!, of.get(name)!) : null);
  const sparse = SPARSE_FORMS.filter((form) => of.has(form)).sort((a, b) => milliseconds(a)! - milliseconds(b)!)[0];
  return {
    case: one.name,
    stockMs: milliseconds('stock'),
    oursMs: median(of.get('ours')!),
    peerMs: milliseconds('dense'),
    ratio: ratio('dense'),
    sparsePeerMs: sparse === undefined ? null : milliseconds(sparse),
    sparseRatio: sparse === undefined ? null : ratio(sparse),
    peerForms: Object.fromEntries(forms.map((form) => [form, { ms: milliseconds(form)!, ratio: ratio(form)! }])),
  };
}

/** Prints the first table, and how PyTorch did in each of its forms. */
export function printSteps(rows: readonly StepRow[], withPeers: boolean): void {
  const show = (value: number | null) => value?.toFixed(3) ?? '-';
  const head = ['case', 'stock', 'ours', 'stock / ours'];
  const peerHead = ['PyTorch', 'best sparse', 'ours / PyTorch', 'ours / best sparse'];
  printTable(
    'A training step, ms',
    withPeers ? [...head, ...peerHead] : head,
    rows.map((row) => {
      const times = row.stockMs === null ? '-' : (row.stockMs / row.oursMs).toFixed(1);
      const cells = [row.case, show(row.stockMs), show(row.oursMs), times];
      return withPeers ? [...cells, ...[row.peerMs, row.sparsePeerMs, row.ratio, row.sparseRatio].map(show)] : cells;
    }),
  );
  if (!withPeers) return;
  // Of the two MNIST rows, the one of real pixels counts.
  const ratios = rows.flatMap(({ case: name, ratio }) => (ratio === null || name === 'mnist-dense' ? [] : [ratio]));
  if (ratios.length === CASES.length - 1) {
    const mean = Math.exp(ratios.reduce((sum, ratio) => sum + Math.log(ratio), 0) / ratios.length);
    console.log(`geometric mean of ours / PyTorch: ${mean.toFixed(3)}`);
  }
  printTable(
    'PyTorch by form, ms (see peers.py)',
    ['case', 'form', 'PyTorch', 'ours / PyTorch'],
    rows.flatMap((row) =>
      Object.entries(row.peerForms).map(([form, { ms, ratio }]) => [row.case, form, show(ms), show(ratio)]),
    ),
  );
}
