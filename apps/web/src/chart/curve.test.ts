import { describe, test } from 'vitest';
import { addPages, foldsOf, NO_CURVE, trialsIn, type Curve, type Page } from './curve.ts';

const point = (epoch: number) => ({ epoch, trainLoss: 1, validationLoss: null, validationScore: null });
const pages: Page[] = [
  { seq: 1, fit: 'power/fold-0', points: [point(1), point(2)] },
  { seq: 2, fit: 'rung-1/fold-0', points: [point(1)] },
  { seq: 3, fit: 'power/fold-0', points: [point(3)] },
];

describe('a curve', () => {
  test('puts a fit together from its pages', ({ expect }) => {
    const curve = addPages(NO_CURVE, pages);
    expect(curve.next).toBe(3);
    expect(curve.fits.get('power/fold-0')?.map(({ epoch }) => epoch)).toEqual([1, 2, 3]);
  });

  test('is the same however the pages are cut, and when some come twice', ({ expect }) => {
    const whole = addPages(NO_CURVE, pages);
    const cut = addPages(addPages(addPages(NO_CURVE, pages.slice(0, 1)), pages.slice(0, 2)), pages);
    expect(cut).toEqual(whole);
    expect(addPages(whole, pages)).toBe(whole);
  });

  test('has every epoch of a fit that was trained again once, whether the pages of before came along or not', ({
    expect,
  }) => {
    const again: Page[] = [
      { seq: 4, fit: 'power/fold-0', points: [point(1)] },
      { seq: 5, fit: 'rung-1/fold-0', points: [point(2)] },
      { seq: 6, fit: 'power/fold-0', points: [point(2), point(3), point(4)] },
    ];
    const epochs = (curve: Curve, fit: string) => curve.fits.get(fit)?.map(({ epoch }) => epoch);
    const first = addPages(addPages(NO_CURVE, pages), again.slice(0, 1));
    expect(epochs(first, 'power/fold-0')).toEqual([1]);
    for (const curve of [addPages(first, again), addPages(NO_CURVE, [...pages, ...again])]) {
      expect(epochs(curve, 'power/fold-0')).toEqual([1, 2, 3, 4]);
      expect(epochs(curve, 'rung-1/fold-0')).toEqual([1, 2]);
    }
  });

  test('knows its trials and their folds, in order', ({ expect }) => {
    const curve = addPages(NO_CURVE, [
      { seq: 1, fit: 'rung-1/fold-10', points: [point(1), point(2)] },
      { seq: 2, fit: 'rung-1/fold-2', points: [point(1)] },
      { seq: 3, fit: 'rung-10/fold-0', points: [point(1)] },
    ]);
    expect(trialsIn(curve)).toEqual(['rung-1', 'rung-10']);
    expect(foldsOf(curve, 'rung-1').map((points) => points.length)).toEqual([1, 2]);
    expect(foldsOf(curve, 'rung-1').map((points) => points.length)).toHaveLength(2);
    expect(foldsOf(curve, 'tune-1')).toEqual([]);
  });
});
