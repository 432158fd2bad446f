import type { Column } from './column.ts';

/** Positions of a slider, at least, where numbers have fractions. */
const POSITIONS = 100;

/** A slider over the numbers seen in training: its positions count from 0, and each stands for a round number. */
export interface Slider {
  /** The last position. */
  last: number;
  valueAt: (position: number) => number;
  /** The position that is nearest to a number. */
  positionOf: (value: number) => number;
}

/**
 * A slider from the lowest to the highest number. Its first and last position are those; the others are multiples of a step of 1, 2
 * or 5 times a power of ten, and whole where the numbers look whole.
 *
 * @returns null where there is nothing to slide over.
 */
export function sliderOf({ low, high, median }: NonNullable<Column['range']>): Slider | null {
  const width = high - low;
  if (!(width > 0) || !Number.isFinite(width)) return null;
  // The median of an even number of whole numbers may be a half.
  const isWhole = [low, high, 2 * median].every(Number.isInteger);
  const step = isWhole ? Math.max(1, roundStep(width / POSITIONS)) : roundStep(width / POSITIONS);
  const first = Math.floor(low / step);
  const last = Math.ceil(high / step) - first;
  const within = (value: number) => Math.min(high, Math.max(low, value));
  return {
    last,
    valueAt: (position) =>
      position <= 0 ? low : position >= last ? high : within(Number(((first + position) * step).toPrecision(12))),
    positionOf: (value) =>
      value <= low ? 0 : value >= high ? last : Math.min(last, Math.max(0, Math.round(value / step) - first)),
  };
}

/** @returns the largest of 1, 2 or 5 times a power of ten that is no larger than `size`. */
function roundStep(size: number): number {
  const power = Math.floor(Math.log10(size));
  const digit = size / 10 ** power;
  return Number(`${digit >= 5 ? 5 : digit >= 2 ? 2 : 1}e${power}`);
}
