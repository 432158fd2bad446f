import { StepwellError } from '@stepwell/base/errors';
import type { Env } from '../env.ts';
import { dropLiveLog, liveLog } from '../live/live-log.ts';
import { getLogObject } from '../storage/log-objects.ts';
import type { StoredLog, WaitingBatch } from '../storage/logs.ts';
import { fromBase64 } from './base64.ts';
import { SEGMENTS_READ } from './bounds.ts';
import { drawAtMost, type DrawnLine } from './buckets.ts';
import { decodeColumns } from './columns.ts';
import { addColumns, type Line, type StepSpan } from './lines.ts';
import { decodeOverview } from './overview.ts';

/** How often a run is read again whose segments were folded meanwhile. */
const TRIES = 4;

/** What is asked for of the curves of a logged run. */
export interface CurveQuestion {
  metrics: readonly string[];
  span: StepSpan;
  /** Most points of a line. */
  points: number;
  /** The last batch that the reader has; 0 for none. */
  after: number;
  /** The number of the next batch that the reader knows of; the answer is at least as far. */
  seen?: number;
}

/** One line of an answer. */
export interface AnsweredLine extends DrawnLine {
  metric: string;
  /** Values that were logged: of the steps that were asked for; of others, too, where a range comes from the overview. */
  count: number;
  /** The value at the largest step of these. */
  last: { step: number; value: number | 'NaN' | 'Infinity' | '-Infinity' };
}

/** Curves of a logged run. */
export interface CurveAnswer {
  /** Whether the lines are all there is, rather than what came after the batch that the reader has. */
  whole: boolean;
  /** The last batch that is in the lines: what to ask for next. */
  after: number;
  lines: AnsweredLine[];
}

/**
 * Reads curves: from the overview, or from the segments where these are few.
 *
 * @param most segments that are read rather than the overview.
 * @throws {StepwellError} `unknown_run`.
 */
export async function readCurve(
  env: Pick<Env, 'DB' | 'OBJECTS'>,
  id: string,
  question: CurveQuestion,
  most: number = SEGMENTS_READ,
): Promise<CurveAnswer> {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const { log, waiting } = await liveLog(env, id, question.seen ?? 0, Date.now());
    const whole = question.after < log.folded || question.after > log.next - 1 || question.after === 0;
    const lines = new Map<string, Line>();
    const wanted = new Set(question.metrics);
    const buckets = Math.max(1, Math.ceil(question.points / 2));
    if (whole && !(await addStored(env, log, lines, { wanted, buckets, span: question.span, most }))) {
      dropLiveLog(id);
      continue;
    }
    const news = whole ? waiting : waiting.filter(({ seq }) => seq > question.after);
    for (const batch of news) addColumns(lines, columnsIn(batch), wanted, buckets, question.span);
    return {
      whole,
      after: log.next - 1,
      lines: question.metrics.flatMap((metric) => {
        const line = lines.get(metric);
        const drawn = line === undefined ? null : answered(metric, line, question);
        // An overview has lines of other steps, too.
        return drawn === null || drawn.steps.length === 0 ? [] : [drawn];
      }),
    };
  }
  throw new StepwellError('busy', 'The points of this run are being rearranged. Ask again.', {
    details: { retryAfterMs: 1000 },
  });
}

/** Adds what is in segments. @returns whether it was all there; false where an object was replaced meanwhile. */
async function addStored(
  env: Pick<Env, 'OBJECTS'>,
  { segments, overview }: StoredLog,
  lines: Map<string, Line>,
  { wanted, buckets, span, most }: { wanted: ReadonlySet<string>; buckets: number; span: StepSpan; most: number },
): Promise<boolean> {
  const closed = segments.filter((one) => one.closed && overlaps(one, span));
  const all = closed.length === segments.filter((one) => one.closed).length;
  // The overview is as good as the segments for all steps, and all there is room for where they are many.
  const fromOverview = overview !== null && ((all && isUnbounded(span)) || closed.length > most);
  if (fromOverview) {
    const bytes = await getLogObject(env.OBJECTS, overview);
    if (bytes === null) return false;
    for (const [name, line] of decodeOverview(bytes)) if (wanted.has(name)) lines.set(name, line);
  }
  const read = segments.filter((one) => overlaps(one, span) && (!fromOverview || !one.closed));
  for (const { key } of read) {
    const bytes = await getLogObject(env.OBJECTS, key);
    if (bytes === null) return false;
    addColumns(lines, decodeColumns(bytes), wanted, buckets, span);
  }
  return true;
}

/** @returns the points of a waiting batch. */
export function columnsIn({ data }: WaitingBatch) {
  return decodeColumns(fromBase64(data));
}

function answered(metric: string, { count, last, buckets }: Line, { points, span }: CurveQuestion): AnsweredLine {
  const { step, value } = last;
  const drawn = drawAtMost(buckets, points - 1, span);
  // A line that stays the same goes on to its last step.
  const isShown = step >= span.from && step <= span.to;
  if (Number.isFinite(value) && isShown && step > (drawn.steps.at(-1) ?? -Infinity)) {
    drawn.steps.push(step);
    drawn.values.push(value);
  }
  return {
    metric,
    count,
    last: { step, value: Number.isFinite(value) ? value : wordOf(value) },
    ...drawn,
    values: drawn.values.map((one) => (one === null ? null : shorten(one))),
  };
}

/** @returns a number that is not finite, as JSON can have it. */
export function wordOf(value: number): 'NaN' | 'Infinity' | '-Infinity' {
  if (value === Infinity) return 'Infinity';
  return value === -Infinity ? '-Infinity' : 'NaN';
}

/** Significant digits of a value that is drawn. */
const DIGITS = 8;

function shorten(value: number): number {
  return Number(value.toPrecision(DIGITS));
}

function overlaps(segment: { from: number; to: number }, span: StepSpan): boolean {
  return segment.to >= span.from && segment.from <= span.to;
}

function isUnbounded({ from, to }: StepSpan): boolean {
  return from === -Infinity && to === Infinity;
}
