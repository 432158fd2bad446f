/** A point as the service takes it. */
export interface Point {
  step: number;
  values: Record<string, number | 'NaN' | 'Infinity' | '-Infinity'>;
}

/** A run that was found, to be imported. */
export interface FoundRun {
  /** Where it was found, below the folder. */
  name: string;
  points: Point[];
  /** What was left out, in sentences. */
  notes: string[];
  /** Whether nothing of it was lost to damage. */
  whole: boolean;
}

/** @returns a number as JSON can have it. */
export function asJson(value: number): Point['values'][string] {
  if (Number.isFinite(value)) return value;
  if (Number.isNaN(value)) return 'NaN';
  return value > 0 ? 'Infinity' : '-Infinity';
}

/** Puts numbers that follow each other at one step into one point, as they were logged. */
export function pointsOf(scalars: Iterable<{ step: number; tag: string; value: number }>): Point[] {
  const points: Point[] = [];
  for (const { step, tag, value } of scalars) {
    const last = points.at(-1);
    if (last === undefined || last.step !== step || Object.hasOwn(last.values, tag)) {
      points.push({ step, values: Object.fromEntries([[tag, asJson(value)]]) });
    } else Object.defineProperty(last.values, tag, { value: asJson(value), enumerable: true });
  }
  return points;
}
