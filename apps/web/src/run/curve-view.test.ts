import { describe, test } from 'vitest';
import { drawnTrials, readCurveView } from './curve-view.ts';

const view = (search: string, stage: 'tune' | 'test' = 'tune') =>
  readCurveView(new URLSearchParams(search), stage, ['tune-1', 'tune-2', 'tune-3']);

describe('what the address asks of the curves', () => {
  test('nothing: the loss, with its range over the folds', ({ expect }) => {
    expect(view('')).toEqual({
      trial: null,
      others: [],
      kind: 'loss',
      smoothed: false,
      log: false,
      spread: 'range',
      table: false,
    });
  });

  test('all there is', ({ expect }) => {
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

  test('trials of other stages, twice the same, and what it does not know, are left out', ({ expect }) => {
    expect(view('trial=rung-1&with=tune-3,rung-2,tune-3&chart=pie&folds=7')).toMatchObject({
      trial: null,
      others: ['tune-3'],
      kind: 'loss',
      spread: 'range',
    });
  });

  test('the last fit has no score', ({ expect }) => {
    expect(view('chart=both', 'test').kind).toBe('loss');
  });
});

test('the shown trial comes first, and six are drawn at most', ({ expect }) => {
  expect(drawnTrials(null, ['a'])).toEqual([]);
  expect(drawnTrials('b', ['a', 'b', 'c'])).toEqual(['b', 'a', 'c']);
  expect(drawnTrials('a', ['b', 'c', 'd', 'e', 'f', 'g'])).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
});
