import type { CurvePage } from '../storage/curve-pages.ts';

/** Six digits: more than a picture shows, and less than half of the bytes. */
const DIGITS = 6;

/** A page of curve points, as exact as they can be drawn. */
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
