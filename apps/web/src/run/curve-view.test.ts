import { describe, test } from 'vitest';
import { drawnTrials, readCurveView } from './curve-view.ts';

const view = (search: string, stage: 'tune' | 'test' = 'tune') =>
  readCurveView(new URLSearchParams(search), stage, ['tune-1', 'tune-2', 'tune-3']);

describe("the curves' parameters in the address", () => {
  test('by default: the measure, with its range over the folds', ({ expect }) => {
    expect(view('')).toEqual({
      trial: null,
      others: [],
      kind: 'score',
      smoothed: false,
      log: false,
      spread: 'range',
      table: false,
    });
  });

  test('all of them', ({ expect }) => {
    expect(view('trial=tune-2&with=tune-1,tune-3&chart=both&smooth=1&log=1&folds=sd&table=1')).toEqual({
      trial: 'tune-2',
      others: ['tune-1', 'tune-3'],
      kind: 'both',
      smoothed: true,
      log: true,
      spread: 'sd',
      table: true,
    });
  });

  test('trials of other stages, duplicates and unknown values are ignored', ({ expect }) => {
    expect(view('trial=rung-1&with=tune-3,rung-2,tune-3&chart=pie&folds=7')).toMatchObject({
      trial: null,
      others: ['tune-3'],
      kind: 'score',
      spread: 'range',
    });
  });

  test('the final fit has no score', ({ expect }) => {
    expect(view('chart=both', 'test').kind).toBe('loss');
  });
});

test('the shown trial comes first, and at most six are drawn', ({ expect }) => {
  expect(drawnTrials(null, ['a'])).toEqual([]);
  expect(drawnTrials('b', ['a', 'b', 'c'])).toEqual(['b', 'a', 'c']);
  expect(drawnTrials('a', ['b', 'c', 'd', 'e', 'f', 'g'])).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
});
