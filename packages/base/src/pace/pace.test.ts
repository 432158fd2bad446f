import { describe, test } from 'vitest';
import { Pace } from './index.ts';

describe('the pace of a run', () => {
  test('is that of a common machine before anything was done', ({ expect }) => {
    const pace = new Pace();
    const work = { planned: 10, done: 4, after: [5, 20] as const };
    pace.see(100, work);
    expect(pace.left(work)).toEqual([11, 26]);
    pace.see(101, null);
    expect(pace.left(work)).toEqual([11, 26]);
  });

  test('is what was taken while watching', ({ expect }) => {
    const pace = new Pace();
    pace.see(0, { planned: 10, done: 4, after: [0, 0] });
    const work = { planned: 10, done: 6, after: [5, 5] as const };
    pace.see(5, work);
    // Two seconds each that are known beforehand, then 5 s for the work of 2: 7 / 4 for the work of 9.
    expect(pace.left(work)).toEqual([15.75, 15.75]);
  });

  test('leaves out what a stage takes to decide, and forgets earlier plans', ({ expect }) => {
    const pace = new Pace();
    pace.see(0, { planned: 10, done: 0, after: [0, 0] });
    pace.see(5, { planned: 10, done: 9, after: [0, 0] });
    pace.see(30, { planned: 20, done: 1, after: [0, 0] });
    const work = { planned: 20, done: 3, after: [0, 0] as const };
    pace.see(33, work);
    // 0.3 of 7 s for the work of 11, then 3 s for that of 2.
    expect(pace.left(work)[0]).toBeCloseTo((17 * (0.3 * 7 + 3)) / (0.3 * 11 + 2), 12);
  });

  test('waits for work, but not while nobody trains', ({ expect }) => {
    const pace = new Pace();
    const begun = { planned: 10, done: 0, after: [0, 0] as const };
    pace.see(0, begun);
    pace.see(10, begun);
    const work = { planned: 10, done: 2, after: [0, 0] as const };
    pace.see(20, work);
    // 20 s for the work of 2.
    expect(pace.left(work)[0]).toBeCloseTo((8 * 22) / 4, 12);
    const paused = { planned: 10, done: 4, after: [0, 0] as const };
    pace.see(5_000, paused);
    expect(pace.left(paused)[0]).toBeCloseTo((6 * 22) / 4, 12);
  });
});
