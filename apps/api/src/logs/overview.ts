import { StepwellError } from '@stepwell/base/errors';
import { z } from 'zod';
import { BUCKETS_OF_ALL, BUCKETS_PER_METRIC } from './bounds.ts';
import { fit } from './buckets.ts';
import type { Line } from './lines.ts';

const header = z.object({
  /** Each metric: its name, its count of values, the width of its buckets, and how many numbers its buckets have. */
  lines: z.array(z.tuple([z.string(), z.int(), z.number(), z.int()])),
});

const ALIGNED = 8;

/** @returns how many buckets an overview keeps of each of so many metrics. */
export function bucketsEach(metrics: number): number {
  return Math.max(1, Math.min(BUCKETS_PER_METRIC, Math.floor(BUCKETS_OF_ALL / metrics)));
}

/** @returns the lines as bytes, with as many buckets as an overview keeps. */
export function encodeOverview(lines: ReadonlyMap<string, Line>): Uint8Array<ArrayBuffer> {
  const most = bucketsEach(lines.size);
  const kept = [...lines].map(([name, { count, last, buckets }]) => ({ name, count, last, ...fit(buckets, most) }));
  const head = new TextEncoder().encode(
    JSON.stringify({
      lines: kept.map(({ name, count, width, cells }) => [name, count, width, cells.length]),
    } satisfies z.infer<typeof header>),
  );
  const begin = Math.ceil((4 + head.length) / ALIGNED) * ALIGNED;
  const numbers = kept.reduce((sum, { cells }) => sum + 2 + cells.length, 0);
  const bytes = new Uint8Array(begin + numbers * ALIGNED);
  new DataView(bytes.buffer).setUint32(0, head.length, true);
  bytes.set(head, 4);
  const all = new Float64Array(bytes.buffer, begin);
  let at = 0;
  for (const { last, cells } of kept) {
    all.set([last.step, last.value], at);
    all.set(cells, at + 2);
    at += 2 + cells.length;
  }
  return bytes;
}

/** Reads an overview from its bytes. @throws {StepwellError} `corrupt_blob`. */
export function decodeOverview(bytes: Uint8Array<ArrayBuffer>): Map<string, Line> {
  try {
    const length = new DataView(bytes.buffer).getUint32(0, true);
    const { lines } = header.parse(JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length))));
    let at = Math.ceil((4 + length) / ALIGNED) * ALIGNED;
    return new Map(
      lines.map(([name, count, width, size]) => {
        const [step, value] = new Float64Array(bytes.buffer, at, 2);
        const cells = new Float64Array(bytes.buffer, at + 2 * ALIGNED, size);
        at += (2 + size) * ALIGNED;
        return [name, { count, last: { step: step!, value: value! }, buckets: { width, cells } }];
      }),
    );
  } catch (cause) {
    throw new StepwellError('corrupt_blob', 'A stored overview of points is damaged and cannot be read.', { cause });
  }
}
