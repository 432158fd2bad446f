import type { StepRange } from './use-logged.ts';

/** Steps from the first to the last. */
export type Span = Exclude<StepRange, null>;

/** The fewest steps that are shown. */
const NARROWEST = 2;

/** @returns the range in whole steps within all steps; null for all of them. */
export function settle({ from, to }: Span, all: Span): StepRange {
  const most = all.to - all.from;
  const width = Math.min(most, Math.max(Math.min(NARROWEST, most), Math.ceil(to) - Math.floor(from)));
  const begin = Math.min(Math.max(all.from, Math.floor(from)), all.to - width);
  return width >= most ? null : { from: begin, to: begin + width };
}

/** @returns steps counted from the first one as 1, as gestures count them. */
export function toCounted({ from, to }: Span, all: Span): Span {
  return { from: from - all.from + 1, to: to - all.from + 1 };
}

/** @returns the steps that were counted so. */
export function fromCounted({ from, to }: Span, all: Span): Span {
  return { from: from + all.from - 1, to: to + all.from - 1 };
}

/** @returns a range `factor` times as wide, around its middle. */
export function zoomBy(range: Span, factor: number, all: Span): StepRange {
  const middle = (range.from + range.to) / 2;
  const half = ((range.to - range.from) * factor) / 2;
  return settle({ from: middle - half, to: middle + half }, all);
}

/** @returns a range moved by a share of its width. */
export function panBy(range: Span, share: number, all: Span): StepRange {
  const by = Math.round(share * (range.to - range.from));
  return settle({ from: range.from + by, to: range.to + by }, all);
}
