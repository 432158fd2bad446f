import { describe, test } from 'vitest';
import { plainTrial } from '../../testing/outcomes.ts';
import { budgetOfEffort } from '../../question/index.ts';
import { affordableCandidates, rungsFor, survivorsOf, trialsOfCandidate, trialsOfRung, type Search } from './search.ts';

function searchOf(splits: number, alive: string[][]): Search {
  const candidates = ['a', 'b', 'c', 'd'].map((id) => plainTrial(id));
  return { candidates, rung: alive.length - 1, rungs: rungsFor(splits, 4), alive };
}

describe('successive halving', () => {
  test('gives candidates a quarter, half, then all of the splits', ({ expect }) => {
    expect(rungsFor(4, 8)).toEqual([
      { from: 0, to: 1, share: 1 },
      { from: 1, to: 2, share: 1 },
      { from: 2, to: 4, share: 1 },
    ]);
    expect(rungsFor(12, 8).map(({ to }) => to)).toEqual([3, 6, 12]);
    expect(rungsFor(2, 8).map(({ to }) => to)).toEqual([1, 2]);
  });

  test('gives them a quarter, half, then all of the rows where there is one split', ({ expect }) => {
    expect(rungsFor(1, 8).map(({ share }) => share)).toEqual([0.25, 0.5, 1]);
  });

  test('judges two candidates on everything', ({ expect }) => {
    expect(rungsFor(4, 2)).toEqual([{ from: 0, to: 4, share: 1 }]);
    expect([16, 9, 5, 3, 2].map(survivorsOf)).toEqual([8, 5, 3, 2, 2]);
  });

  test('plans the candidates alive on the splits of the rung, and keeps what they have done', ({ expect }) => {
    const second = searchOf(4, [
      ['a', 'b', 'c', 'd'],
      ['b', 'd'],
    ]);
    expect(trialsOfRung(second).map(({ id, splits }) => [id, splits])).toEqual([
      ['b', [1]],
      ['d', [1]],
    ]);
    expect(trialsOfCandidate(second, second.candidates[1]!).map(({ splits }) => splits)).toEqual([[0], [1]]);
    expect(trialsOfCandidate(second, second.candidates[0]!).map(({ splits }) => splits)).toEqual([[0]]);
  });

  test('retrains on more rows, and evaluates by the largest share alone', ({ expect }) => {
    const second = searchOf(1, [
      ['a', 'b', 'c', 'd'],
      ['c', 'd'],
    ]);
    expect(trialsOfRung(second).map(({ id, share, splits }) => [id, share, splits])).toEqual([
      ['c-50', 0.5, [0]],
      ['d-50', 0.5, [0]],
    ]);
    expect(trialsOfCandidate(second, second.candidates[2]!).map(({ id }) => id)).toEqual(['c-50']);
    expect(trialsOfCandidate(second, second.candidates[0]!).map(({ id }) => id)).toEqual(['a-25']);
  });

  test('begins with as many candidates as the budget takes through, two at least', ({ expect }) => {
    const quick = budgetOfEffort('quick');
    const taking = (share: number, flops = 0) => ({ minibatches: quick.tuningMinibatches / share, flops });
    expect(affordableCandidates(quick, taking(1e6), 4)).toBe(quick.trials);
    // Six candidates on four splits cost 6·1 + 3·1 + 2·2 = 13 fits; five 5 + 3 + 4 = 12.
    expect(affordableCandidates(quick, taking(13), 4)).toBe(6);
    expect(affordableCandidates(quick, taking(12.5), 4)).toBe(5);
    expect(affordableCandidates(quick, taking(0.001), 4)).toBe(2);
    expect(affordableCandidates(quick, taking(1e6, quick.tuningFlops / 12.5), 4)).toBe(5);
  });
});
