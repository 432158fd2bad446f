import type { Env } from '../env.ts';
import { ByteCache } from '../storage/byte-cache.ts';
import { loadLogWithBatches, type StoredLog, type WaitingBatch } from '../storage/logs.ts';

/** Maximum age of a reading, in milliseconds. */
const FRESH_MS = 1_000;
const MAX_BYTES = 8_000_000;
const BYTES_A_RUN = 4_000;

/** A logged run with its waiting batches, from the same moment. */
export interface LiveLog {
  log: StoredLog;
  waiting: WaitingBatch[];
}

interface Known {
  reading: Promise<LiveLog>;
  readAt: number;
  /** Sequence number of the batch that was expected, once it is known. */
  next: number;
}

const known = new ByteCache<Known>(MAX_BYTES);

/**
 * Loads a logged run for watchers. Each isolate reads it from the database at most once a second, however many watch it.
 *
 * @param seen the number of the next batch that the watcher knows of; the run is at least as far.
 * @param now milliseconds since 1970.
 * @throws {StepwellError} `unknown_run`.
 */
export async function liveLog(env: Pick<Env, 'DB'>, id: string, seen: number, now: number): Promise<LiveLog> {
  const before = known.get(id);
  if (before !== undefined && now - before.readAt < FRESH_MS && before.next >= seen) return before.reading;
  const reading = loadLogWithBatches(env.DB, id);
  // Whoever comes while it is read waits for the same reading.
  const entry: Known = { reading, readAt: now, next: Math.max(seen, 0) };
  known.set(id, entry, BYTES_A_RUN);
  try {
    const live = await reading;
    entry.next = live.log.next;
    if (known.get(id) === entry) known.set(id, entry, bytesOf(live));
    return live;
  } catch (error) {
    if (known.get(id) === entry) known.delete(id);
    throw error;
  }
}

/** Forgets a logged run that has changed. */
export function dropLiveLog(id: string): void {
  known.delete(id);
}

/** @returns the approximate size of a reading, in bytes. */
function bytesOf({ log, waiting }: LiveLog): number {
  const names = log.metrics.reduce((sum, name) => sum + name.length, 0);
  const data = waiting.reduce((sum, batch) => sum + batch.data.length, 0);
  return BYTES_A_RUN + 2 * (names + data) + 300 * log.segments.length + 2 * JSON.stringify(log.config).length;
}
