import { StepwellError } from '@stepwell/base/errors';
import { z } from 'zod';

/** Values of one metric. */
export interface Column {
  /** [values]: the point that each belongs to; null where every point has one. */
  rows: Uint32Array | null;
  /** [values]: NaN and infinities included. */
  values: Float64Array;
}

/** Points in columns. A batch is what one request sent; a segment has the batches of many. */
export interface Columns {
  /** [points], in the order in which they were sent. */
  steps: Float64Array;
  /** By the metric's name. */
  metrics: Map<string, Column>;
}

/** One batch of a segment: how many points it has, and its digest. */
export interface BatchNote {
  points: number;
  digest: string;
}

const header = z.object({
  points: z.int(),
  columns: z.array(z.tuple([z.string(), z.int(), z.boolean()])),
  batches: z.array(z.tuple([z.int(), z.string()])),
});

const ALIGNED = 8;

/** @returns the points as bytes. @param batches of a segment. */
export function encodeColumns({ steps, metrics }: Columns, batches: BatchNote[] = []): Uint8Array<ArrayBuffer> {
  const head = new TextEncoder().encode(
    JSON.stringify({
      points: steps.length,
      columns: [...metrics].map(([name, { rows, values }]) => [name, values.length, rows === null]),
      batches: batches.map(({ points, digest }) => [points, digest]),
    } satisfies z.infer<typeof header>),
  );
  const begin = align(4 + head.length);
  let length = begin + steps.byteLength;
  for (const { rows, values } of metrics.values()) length += align(rows?.byteLength ?? 0) + values.byteLength;
  const bytes = new Uint8Array(length);
  new DataView(bytes.buffer).setUint32(0, head.length, true);
  bytes.set(head, 4);
  let at = begin;
  const append = (array: Float64Array | Uint32Array) => {
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), at);
    at += align(array.byteLength);
  };
  append(steps);
  for (const { rows, values } of metrics.values()) {
    if (rows !== null) append(rows);
    append(values);
  }
  return bytes;
}

/**
 * Reads points from their bytes. The arrays share the memory of the bytes, which must begin at a multiple of 8.
 *
 * @throws {StepwellError} `corrupt_blob`.
 */
export function decodeColumns(bytes: Uint8Array<ArrayBuffer>): Columns & { batches: BatchNote[] } {
  try {
    const { buffer, byteOffset } = bytes;
    const headLength = new DataView(buffer, byteOffset).getUint32(0, true);
    const text = new TextDecoder().decode(bytes.subarray(4, 4 + headLength));
    const { points, columns, batches } = header.parse(JSON.parse(text));
    let at = byteOffset + align(4 + headLength);
    const take = (length: number) => {
      const array = new Float64Array(buffer, at, length);
      at += array.byteLength;
      return array;
    };
    const steps = take(points);
    const metrics = new Map<string, Column>();
    for (const [name, count, dense] of columns) {
      let rows: Uint32Array | null = null;
      if (!dense) {
        rows = new Uint32Array(buffer, at, count);
        at += align(rows.byteLength);
      }
      metrics.set(name, { rows, values: take(count) });
    }
    return { steps, metrics, batches: batches.map(([points, digest]) => ({ points, digest })) };
  } catch (cause) {
    throw new StepwellError('corrupt_blob', 'Stored points are damaged and cannot be read.', { cause });
  }
}

/** @returns the points of all parts, one part after the other. */
export function concatColumns(parts: readonly Columns[]): Columns {
  const total = parts.reduce((sum, { steps }) => sum + steps.length, 0);
  const steps = new Float64Array(total);
  const counts = new Map<string, number>();
  let at = 0;
  for (const part of parts) {
    steps.set(part.steps, at);
    at += part.steps.length;
    for (const [name, { values }] of part.metrics) counts.set(name, (counts.get(name) ?? 0) + values.length);
  }
  const metrics = new Map<string, Column>();
  for (const [name, count] of counts) {
    const rows = count === total ? null : new Uint32Array(count);
    metrics.set(name, { rows, values: new Float64Array(count) });
  }
  const filled = new Map<string, number>();
  let first = 0;
  for (const part of parts) {
    for (const [name, column] of part.metrics) {
      const from = filled.get(name) ?? 0;
      const target = metrics.get(name)!;
      target.values.set(column.values, from);
      for (let i = 0; i < column.values.length && target.rows !== null; i++) {
        target.rows[from + i] = first + (column.rows === null ? i : column.rows[i]!);
      }
      filled.set(name, from + column.values.length);
    }
    first += part.steps.length;
  }
  return { steps, metrics };
}

/** @returns how many values there are of all metrics. */
export function countValues({ metrics }: Columns): number {
  let count = 0;
  for (const { values } of metrics.values()) count += values.length;
  return count;
}

/** @returns the smallest and the largest step. @param steps at least one. */
export function stepRange(steps: Float64Array): { first: number; last: number } {
  let [first, last] = [Infinity, -Infinity];
  for (const step of steps) {
    if (step < first) first = step;
    if (step > last) last = step;
  }
  return { first, last };
}

/** @returns the digest that tells a batch from others: 16 hexadecimal digits. */
export async function digestOf(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(hash.subarray(0, 8), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function align(length: number): number {
  return Math.ceil(length / ALIGNED) * ALIGNED;
}
