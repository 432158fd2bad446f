import type { CurvePage } from '../storage/curve-pages.ts';

/** Significant digits of plotted values; takes less than half of the bytes. */
const DIGITS = 6;

/** Rounds the points of a curve page to plotting precision. */
export function asDrawn(page: CurvePage): CurvePage {
  const shorten = (value: number) => Number(value.toPrecision(DIGITS));
  const points = page.points.map(({ epoch, trainLoss, validationLoss, validationScore }) => ({
    epoch,
    trainLoss: shorten(trainLoss),
    validationLoss: validationLoss === null ? null : shorten(validationLoss),
    validationScore: validationScore === null ? null : shorten(validationScore),
  }));
  return { ...page, points };
}
