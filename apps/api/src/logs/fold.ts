import type { Env } from '../env.ts';
import { dropLiveLog } from '../live/live-log.ts';
import { deleteObjects } from '../storage/prefixes.ts';
import { Operations } from '../storage/operations.ts';
import { getLogObject, putLogObject } from '../storage/log-objects.ts';
import { commitFold, loadLogWithBatches, type Segment } from '../storage/logs.ts';
import { fromBase64 } from './base64.ts';
import { SEGMENT_BATCHES, SEGMENT_POINTS, SEGMENT_VALUES } from './bounds.ts';
import { concatColumns, countValues, decodeColumns, encodeColumns, stepRange } from './columns.ts';
import type { BatchNote, Columns } from './columns.ts';
import { addColumns, type Line } from './lines.ts';
import { bucketsEach, decodeOverview, encodeOverview } from './overview.ts';

/** A segment that is being put together. */
interface Draft {
  parts: Columns[];
  batches: BatchNote[];
  first: number;
  last: number;
  points: number;
  values: number;
}

/**
 * Moves the waiting batches of a logged run into segments, and closed segments into its overview. Safe to interrupt, repeat
 * and call concurrently: objects are written under new keys, and one conditional write commits them.
 *
 * @returns whether something was folded.
 */
export async function foldLog(env: Pick<Env, 'DB' | 'OBJECTS'>, id: string): Promise<boolean> {
  const { log, waiting } = await loadLogWithBatches(env.DB, id);
  if (waiting.length === 0) return false;
  const kept = log.segments.filter(({ closed }) => closed);
  const open = log.segments.find(({ closed }) => !closed);
  const drafts: Draft[] = [];
  if (open !== undefined) {
    const bytes = await getLogObject(env.OBJECTS, open.key);
    // Somebody else has folded it.
    if (bytes === null) return false;
    const { batches, ...columns } = decodeColumns(bytes);
    drafts.push({ ...open, parts: [columns], batches });
  }
  for (const { seq, digest, data } of waiting) {
    const { steps, metrics } = decodeColumns(fromBase64(data));
    let draft = drafts.at(-1);
    if (draft === undefined || isFull(draft)) {
      draft = { parts: [], batches: [], first: seq, last: seq, points: 0, values: 0 };
      drafts.push(draft);
    }
    draft.parts.push({ steps, metrics });
    draft.batches.push({ points: steps.length, digest });
    draft.last = seq;
    draft.points += steps.length;
    draft.values += countValues({ steps, metrics });
  }
  const written: string[] = [];
  const replaced: string[] = open === undefined ? [] : [open.key];
  const closing: Columns[] = [];
  for (const draft of drafts) {
    const columns = concatColumns(draft.parts);
    const { first, last, points, values } = draft;
    const key = await putLogObject(env.OBJECTS, id, 'segments', draft, encodeColumns(columns, draft.batches));
    written.push(key);
    const { first: from, last: to } = stepRange(columns.steps);
    const segment: Segment = { key, first, last, points, values, from, to, closed: isFull(draft) };
    if (segment.closed) closing.push(columns);
    kept.push(segment);
  }
  let { overview } = log;
  if (closing.length > 0) {
    const before = overview === null ? null : await getLogObject(env.OBJECTS, overview);
    if (overview !== null) {
      if (before === null) return undo(env, written);
      replaced.push(overview);
    }
    const lines: Map<string, Line> = before === null ? new Map() : decodeOverview(before);
    for (const columns of closing) addColumns(lines, columns, null, bucketsEach(log.metrics.length));
    const closed = kept.filter(({ closed }) => closed);
    const batches = { first: closed[0]!.first, last: closed.at(-1)!.last };
    overview = await putLogObject(env.OBJECTS, id, 'overviews', batches, encodeOverview(lines));
    written.push(overview);
  }
  const fold = { segments: kept, overview, folded: waiting.at(-1)!.seq };
  if (!(await commitFold(env.DB, log, fold))) return undo(env, written);
  dropLiveLog(id);
  await deleteObjects(env.OBJECTS, replaced, new Operations(1));
  return true;
}

function isFull({ points, values, batches }: Draft): boolean {
  return points >= SEGMENT_POINTS || values >= SEGMENT_VALUES || batches.length >= SEGMENT_BATCHES;
}

async function undo({ OBJECTS }: Pick<Env, 'OBJECTS'>, written: string[]): Promise<false> {
  await deleteObjects(OBJECTS, written, new Operations(1));
  return false;
}
