import type { CurveResponse } from '../api/client.ts';

/** One epoch of a fit. */
export type Point = CurveResponse['pages'][number]['points'][number];
/** The points that one step produced. */
export type Page = CurveResponse['pages'][number];

/** A run's curves as far as they have loaded. */
export interface Curve {
  /** The cursor: the last page read. */
  next: number;
  /** Points by fit, `rung-2/fold-0`, in epoch order. */
  fits: ReadonlyMap<string, readonly Point[]>;
}

/** Nothing has loaded yet. */
export const NO_CURVE: Curve = { next: 0, fits: new Map() };

/**
 * Appends pages to a curve; pages that it already has change nothing. If a fit is trained again, its new points replace
 * the old ones from there on.
 *
 * @param pages in order of `seq`.
 * @returns a new curve, or the same one if there was nothing new.
 */
export function addPages(curve: Curve, pages: readonly Page[]): Curve {
  const unread = pages.filter(({ seq }) => seq > curve.next);
  const last = unread.at(-1);
  if (last === undefined) return curve;
  const grown = new Map<string, Point[]>();
  for (const { fit, points } of unread) {
    // Copy a fit only once, however many pages it grows by.
    const all = grown.get(fit) ?? [...(curve.fits.get(fit) ?? [])];
    const first = points[0]?.epoch ?? Infinity;
    while ((all.at(-1)?.epoch ?? 0) >= first) all.pop();
    for (const point of points) all.push(point);
    grown.set(fit, all);
  }
  return { next: last.seq, fits: new Map([...curve.fits, ...grown]) };
}

/** @returns the ids of the trials that have points, in the order they started. */
export function trialsIn(curve: Curve): string[] {
  return [...new Set([...curve.fits.keys()].map((fit) => fit.split('/')[0] ?? fit))];
}

/** @returns the points of each fold of a trial, folds in order. */
export function foldsOf(curve: Curve, trial: string): (readonly Point[])[] {
  return [...curve.fits]
    .filter(([fit]) => fit.startsWith(`${trial}/`))
    .sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }))
    .map(([, points]) => points);
}
