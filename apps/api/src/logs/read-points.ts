import { StepwellError } from '@stepwell/base/errors';
import { BOUNDS } from './bounds.ts';
import type { Columns } from './columns.ts';

/** A request that sends points. */
export interface PointsRequest {
  /** Sequence number of the batch, from 1. */
  seq: number;
  columns: Columns;
}

/** Values that JSON has no numbers for. */
const SPECIAL = new Map([
  ['nan', NaN],
  ['infinity', Infinity],
  ['+infinity', Infinity],
  ['-infinity', -Infinity],
  ['inf', Infinity],
  ['+inf', Infinity],
  ['-inf', -Infinity],
]);
/** Strings, which stay, and the bare words that Python's json writes. */
const BARE = /"(?:[^"\\]|\\.)*"|-?Infinity|NaN/g;
const SHOWN_LENGTH = 60;

/**
 * Reads the body of a request that sends points: `{"seq": 1, "points": [{"step": 0, "values": {"loss": 0.7}}]}`.
 *
 * Values are numbers, or the words NaN, Infinity and -Infinity, as strings or bare as Python writes them; null is NaN, as
 * JavaScript writes it.
 *
 * @throws {StepwellError} `invalid_request`; `batch_too_large` above the bounds of one request.
 */
export function readPoints(text: string): PointsRequest {
  const body = parse(text);
  if (!isObject(body)) throw invalid('the body is not an object; {"seq": 1, "points": […]} was expected');
  const { seq, points } = body;
  const unknown = Object.keys(body).find((key) => key !== 'seq' && key !== 'points');
  if (unknown !== undefined) throw invalid(`"${shown(unknown)}" is no field; seq and points were expected`);
  if (!Number.isSafeInteger(seq) || typeof seq !== 'number' || seq < 1) {
    throw invalid('seq: a whole number from 1 was expected, one more with each batch');
  }
  if (!Array.isArray(points) || points.length === 0) {
    throw invalid('points: a list of {"step": 0, "values": {"loss": 0.7}} was expected, with one point at least');
  }
  if (points.length > BOUNDS.pointsPerRequest) {
    throw tooLarge(`${points.length} points were sent`, `${BOUNDS.pointsPerRequest} points`);
  }
  return { seq, columns: columnsOf(points) };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    try {
      return JSON.parse(text.replaceAll(BARE, (word) => (word.startsWith('"') ? word : `"${word}"`)));
    } catch {
      throw invalid('the body is no JSON');
    }
  }
}

function columnsOf(points: unknown[]): Columns {
  const steps = new Float64Array(points.length);
  const lists = new Map<string, { rows: number[]; values: number[] }>();
  let count = 0;
  for (let i = 0; i < points.length; i++) {
    const point = points[i];
    if (!isObject(point)) throw invalid(`points.${i}: an object was expected`);
    const { step, values } = point;
    if (typeof step !== 'number' || !Number.isSafeInteger(step)) {
      throw invalid(`points.${i}.step: a whole number was expected`);
    }
    steps[i] = step;
    if (!isObject(values)) throw invalid(`points.${i}.values: an object of numbers by metric was expected`);
    for (const name of Object.keys(values)) {
      let list = lists.get(name);
      if (list === undefined) lists.set(checkName(name, i), (list = { rows: [], values: [] }));
      list.rows.push(i);
      list.values.push(numberOf(values[name], i, name));
      count++;
    }
  }
  if (count === 0) throw invalid('the points have no values; send at least one');
  if (count > BOUNDS.valuesPerRequest) throw tooLarge(`${count} values were sent`, `${BOUNDS.valuesPerRequest} values`);
  const metrics = new Map(
    [...lists].map(([name, { rows, values }]) => [
      name,
      {
        rows: rows.length === points.length ? null : Uint32Array.from(rows),
        values: Float64Array.from(values),
      },
    ]),
  );
  return { steps, metrics };
}

function numberOf(value: unknown, i: number, name: string): number {
  if (typeof value === 'number') return value;
  if (value === null) return NaN;
  const special = typeof value === 'string' ? SPECIAL.get(value.toLowerCase()) : undefined;
  if (special !== undefined) return special;
  throw invalid(`points.${i}.values: "${shown(name)}" is no number; send a number, "NaN", "Infinity" or "-Infinity"`);
}

function checkName(name: string, i: number): string {
  if (name.trim() === '') throw invalid(`points.${i}.values: a metric has an empty name`);
  if (name.length > BOUNDS.nameLength) {
    throw invalid(
      `points.${i}.values: the name "${shown(name)}" has ${name.length} characters; ${BOUNDS.nameLength} are the limit`,
    );
  }
  if (/[\p{Cc}\p{Cs}]/u.test(name)) {
    throw invalid(`points.${i}.values: the name "${shown(name)}" has control characters or half a character`);
  }
  return name;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The beginning of a name, without what doesn't show. */
function shown(name: string): string {
  const clean = name.slice(0, SHOWN_LENGTH).replaceAll(/[\p{Cc}\p{Cs}]/gu, '');
  return name.length > SHOWN_LENGTH ? `${clean}…` : clean;
}

function invalid(words: string): StepwellError {
  return new StepwellError('invalid_request', `The request is invalid: ${words}.`);
}

function tooLarge(sent: string, limit: string): StepwellError {
  return new StepwellError(
    'batch_too_large',
    `${sent} in one request; ${limit} are the limit. Send them in several batches, each with the next sequence number.`,
  );
}
