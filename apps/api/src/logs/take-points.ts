import { StepwellError } from '@stepwell/base/errors';
import type { Env } from '../env.ts';
import { requireKey } from '../keys.ts';
import { bytesLeft } from '../limits/bytes-today.ts';
import { requireBatchesLeft } from '../limits/batches-today.ts';
import { countBatch } from '../limits/rate.ts';
import { dropLiveLog } from '../live/live-log.ts';
import { logFault } from '../log-fault.ts';
import { getLogObject } from '../storage/log-objects.ts';
import { commitBatch, loadLog, loadLogToWrite, waitingDigest } from '../storage/logs.ts';
import { toBase64 } from './base64.ts';
import { BOUNDS, MOST_WAITING, MOST_WAITING_BYTES } from './bounds.ts';
import { countValues, decodeColumns, digestOf, encodeColumns, stepRange } from './columns.ts';
import { foldLog } from './fold.ts';
import { readPoints } from './read-points.ts';

/** Points that somebody sends to a logged run. */
export interface SentPoints {
  id: string;
  authorization: string | undefined;
  /** The body. */
  text: string;
  client: string;
  /** Milliseconds since 1970. */
  now: number;
}

/** What became of them. */
export interface TakenPoints {
  /** Sequence number of the batch that is expected next. */
  next: number;
  /** Points of the run. */
  points: number;
  /** Whether this batch had been stored before: nothing was changed. */
  known: boolean;
}

/**
 * Stores a batch of points. A batch that is sent again changes nothing.
 *
 * @throws {StepwellError} `invalid_request` and others about the body; `sequence_gap`, `sequence_taken`, `log_finished`; those
 *   about keys and limits.
 */
export async function takePoints(env: Env, sent: SentPoints): Promise<TakenPoints> {
  const { id, now } = sent;
  const log = await loadLogToWrite(env.DB, id);
  await requireKey(sent.authorization, log.key_hash);
  await countBatch(env, id);
  const { seq, columns } = readPoints(sent.text);
  const encoded = encodeColumns(columns);
  const digest = await digestOf(encoded);
  if (seq < log.next) return knownBatch(env, id, seq, digest);
  if (seq > log.next) throw sequenceGap(seq, log.next);
  if (log.status !== 'running') throw finished();
  const { points } = log;
  const values = countValues(columns);
  requireRoom(points + columns.steps.length, log.value_count + values);
  const metrics = addNames(log.metrics, columns.metrics.keys());
  const day = requireBatchesLeft(env, log, now);
  const spend = await bytesLeft(env, sent.client, sent.text.length, now);
  const data = toBase64(encoded);
  const steps = stepRange(columns.steps);
  const batch = { seq, digest, data, points: columns.steps.length, values, steps, metrics, day };
  const stored = await commitBatch(env.DB, id, batch, now, spend);
  dropLiveLog(id);
  if (!stored) {
    // Somebody else stored a batch with this number just now, or finished or deleted the run.
    const after = await loadLog(env.DB, id);
    if (seq < after.next) return knownBatch(env, id, seq, digest);
    throw finished();
  }
  if (log.waiting + 1 >= MOST_WAITING || log.waiting_bytes + data.length >= MOST_WAITING_BYTES) {
    // The points are stored: a fold that fails is made up for by the next one.
    await foldLog(env, id).catch((fault: unknown) => logFault('folding points', fault));
  }
  return { next: seq + 1, points: points + columns.steps.length, known: false };
}

/** @throws {StepwellError} `sequence_taken` if the stored batch has other points. */
async function knownBatch(env: Env, id: string, seq: number, digest: string): Promise<TakenPoints> {
  const stored = (await waitingDigest(env.DB, id, seq)) ?? (await digestInSegment(env, id, seq));
  const { next, points } = await loadLog(env.DB, id);
  if (stored === digest) return { next, points, known: true };
  throw new StepwellError(
    'sequence_taken',
    `Batch ${seq} is stored already, with other points; nothing was changed. Batch ${next} comes next. If two programs write to this run, give each a run of its own.`,
    { details: { expected: next } },
  );
}

/** @returns the digest of a batch in a segment; null if its segment was folded again meanwhile. */
async function digestInSegment(env: Env, id: string, seq: number): Promise<string | null> {
  const { segments } = await loadLog(env.DB, id);
  const segment = segments.find(({ first, last }) => first <= seq && seq <= last);
  if (segment === undefined) return null;
  const bytes = await getLogObject(env.OBJECTS, segment.key);
  if (bytes === null) throw new StepwellError('busy', 'The points of this run are being rearranged. Send them again.');
  return decodeColumns(bytes).batches[seq - segment.first]?.digest ?? null;
}

function requireRoom(points: number, values: number): void {
  if (points <= BOUNDS.points && values <= BOUNDS.values) return;
  throw new StepwellError(
    'log_full',
    `A run can have ${BOUNDS.points} points and ${BOUNDS.values} values, and this batch exceeds that. Log less often, or start another run.`,
  );
}

/** @returns all names as JSON; null if there is no new one. @throws {StepwellError} `too_many_metrics`. */
function addNames(known: readonly string[], sent: Iterable<string>): string | null {
  const names = new Set(known);
  for (const name of sent) names.add(name);
  if (names.size === known.length) return null;
  if (names.size > BOUNDS.metrics) {
    throw new StepwellError(
      'too_many_metrics',
      `With this batch, the run would have ${names.size} metrics; ${BOUNDS.metrics} are the limit. Log fewer names: a number in a name, such as a step, makes a new metric each time.`,
      { details: { limit: BOUNDS.metrics, known: known.length } },
    );
  }
  return JSON.stringify([...names]);
}

function sequenceGap(seq: number, expected: number): StepwellError {
  return new StepwellError(
    'sequence_gap',
    `Batch ${seq} was sent, but batch ${expected} comes next. Send batch ${expected} first; batches are stored in order.`,
    { details: { expected } },
  );
}

function finished(): StepwellError {
  return new StepwellError(
    'log_finished',
    'This run was finished, so it takes no more points. Start another run for further points.',
  );
}
