import { csvCell } from '@stepwell/base/format';
import { StepwellError } from '@stepwell/base/errors';
import { stringify } from 'csv-stringify/sync';
import type { Env } from '../env.ts';
import { getLogObject } from '../storage/log-objects.ts';
import { loadLogWithBatches, type StoredLog } from '../storage/logs.ts';
import { decodeColumns, type Columns } from './columns.ts';
import type { LogView } from './log-view.ts';
import { columnsIn, wordOf } from './read-curve.ts';

/** How often a part is looked for again after it was folded into another. */
const TRIES = 4;

/**
 * All points of a logged run as CSV: the step, then a column for each metric, empty where a point has no such value.
 *
 * @param log names the columns; points that come later are left out, with their new metrics.
 */
export function pointsCsv(env: Pick<Env, 'DB' | 'OBJECTS'>, log: StoredLog): ReadableStream<Uint8Array> {
  const head = stringify([['step', ...log.metrics].map((name) => csvCell(name))]);
  return streamOf(head, recordsOf(partsOf(env, log), log.metrics), (records) => stringify(records), '');
}

/** The same as JSON: the run, with `points` as they were sent. */
export function pointsJson(
  env: Pick<Env, 'DB' | 'OBJECTS'>,
  log: StoredLog,
  view: LogView,
): ReadableStream<Uint8Array> {
  const head = `${JSON.stringify({ ...view, points: undefined }).slice(0, -1)},"points":[\n`;
  let isFirst = true;
  const write = (records: PointRecord[]) => {
    const points = records.map(([step, ...values]) =>
      JSON.stringify({
        step,
        values: Object.fromEntries(
          values.flatMap((value, i) => (value === null ? [] : [[log.metrics[i]!, value] as const])),
        ),
      }),
    );
    const text = `${isFirst ? '' : ',\n'}${points.join(',\n')}`;
    isFirst = false;
    return text;
  };
  return streamOf(head, recordsOf(partsOf(env, log), log.metrics), write, '\n]}\n');
}

/** Reads the points of a run, batch by batch or segment by segment, up to where it was when it was loaded. */
async function* partsOf(env: Pick<Env, 'DB' | 'OBJECTS'>, { id, next: end }: StoredLog): AsyncGenerator<Columns> {
  let next = 1;
  let tries = TRIES;
  while (next < end) {
    const { log, waiting } = await loadLogWithBatches(env.DB, id);
    const before = next;
    for (const { key, first, last } of log.segments) {
      if (last < next) continue;
      const bytes = await getLogObject(env.OBJECTS, key);
      if (bytes === null) break;
      const { batches, ...columns } = decodeColumns(bytes);
      // A part of it may have been read as batches before.
      const skip = sum(batches.slice(0, next - first));
      const take = sum(batches.slice(next - first, end - first));
      yield slice(columns, skip, skip + take);
      next = Math.min(last + 1, end);
    }
    for (const batch of waiting) {
      if (batch.seq !== next || next >= end) continue;
      yield columnsIn(batch);
      next++;
    }
    if (next === before && --tries === 0) {
      throw new StepwellError('corrupt_blob', `The points from batch ${next} of this run are missing.`);
    }
  }
}

function sum(batches: readonly { points: number }[]): number {
  return batches.reduce((total, { points }) => total + points, 0);
}

function slice({ steps, metrics }: Columns, from: number, to: number): Columns {
  if (from === 0 && to === steps.length) return { steps, metrics };
  const kept = [...metrics].map(([name, { rows, values }]) => {
    const places = Array.from(values, (_, i) => (rows === null ? i : rows[i]!));
    const inside = places.flatMap((row, i) =>
      row >= from && row < to ? [{ row: row - from, value: values[i]! }] : [],
    );
    const column = {
      rows: Uint32Array.from(inside, ({ row }) => row),
      values: Float64Array.from(inside, ({ value }) => value),
    };
    return [name, column] as const;
  });
  return { steps: steps.slice(from, to), metrics: new Map(kept) };
}

type Cell = number | 'NaN' | 'Infinity' | '-Infinity' | null;

/** A point: its step, and its value of each metric; null where it has none. */
type PointRecord = [step: number, ...values: Cell[]];

/** Cells that are held at once: of a run with many metrics, few points fill them. */
const MOST_CELLS = 500_000;

/** Reads columns as records, some at a time. */
async function* recordsOf(parts: AsyncGenerator<Columns>, names: readonly string[]): AsyncGenerator<PointRecord[]> {
  const size = Math.max(1, Math.floor(MOST_CELLS / (names.length + 1)));
  for await (const { steps, metrics } of parts) {
    /** How many values of each metric have been read: their rows are in order. */
    const read = names.map(() => 0);
    for (let from = 0; from < steps.length; from += size) {
      const records = Array.from(steps.subarray(from, from + size), (step): PointRecord => [
        step,
        ...names.map(() => null),
      ]);
      names.forEach((name, place) => {
        const { rows, values } = metrics.get(name) ?? { rows: null, values: new Float64Array() };
        let at = read[place]!;
        for (; at < values.length; at++) {
          const record = records[(rows === null ? at : rows[at]!) - from];
          if (record === undefined) break;
          const value = values[at]!;
          record[place + 1] = Number.isFinite(value) ? value : wordOf(value);
        }
        read[place] = at;
      });
      yield records;
    }
  }
}

function streamOf(
  head: string,
  parts: AsyncGenerator<PointRecord[]>,
  write: (records: PointRecord[]) => string,
  end: string,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    start: (controller) => controller.enqueue(encoder.encode(head)),
    pull: async (controller) => {
      const { done, value } = await parts.next();
      if (!done) return controller.enqueue(encoder.encode(write(value)));
      controller.enqueue(encoder.encode(end));
      controller.close();
    },
    cancel: async () => void (await parts.return(undefined)),
  });
}
