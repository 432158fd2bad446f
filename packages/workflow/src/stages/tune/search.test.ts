import { describe, test } from 'vitest';
import { plainTrial } from '../../testing/outcomes.ts';
import { budgetOfEffort } from '../../question/index.ts';
import {
  affordableCandidates,
  allTrialsOf,
  firstTrialOf,
  rungsFor,
  survivorsOf,
  trialsOfCandidate,
  trialsOfRung,
  type Search,
} from './search.ts';

function searchOf(splits: number, alive: string[][]): Search {
  const candidates = ['a', 'b', 'c', 'd'].map((id) => plainTrial(id));
  return { candidates, rung: alive.length - 1, rungs: rungsFor(splits, 4), alive };
}

describe('successive halving', () => {
  test('gives candidates short fits on half of the splits, then everything', ({ expect }) => {
    const whole = (to: number) => ({ from: 0, to, share: 1 });
    expect(rungsFor(4, 8)).toEqual([{ ...whole(2), short: true }, whole(4)]);
    expect(rungsFor(5, 4)).toEqual([{ ...whole(3), short: true }, whole(5)]);
    expect(rungsFor(1, 8)).toEqual([{ ...whole(1), short: true }, whole(1)]);
    // Of windows by time the later ones, which have more rows to train on.
    expect(rungsFor(5, 8, true)).toEqual([{ from: 2, to: 5, share: 1, short: true }, whole(5)]);
  });

  test('judges three candidates on everything, and a quarter of many', ({ expect }) => {
    expect(rungsFor(4, 3)).toEqual([{ from: 0, to: 4, share: 1 }]);
    expect([48, 24, 13, 12, 5, 2].map((count) => survivorsOf(count))).toEqual([12, 6, 4, 3, 3, 2]);
  });

  test('plans short fits of their own, over which the rate falls as it would over all epochs', ({ expect }) => {
    const { candidates, ...rest } = searchOf(4, [['a', 'b', 'c', 'd']]);
    const falling = { ...candidates[1]!, epochs: 31, config: { ...candidates[1]!.config, decay: 31 } };
    const first: Search = { ...rest, candidates: [{ ...candidates[0]!, epochs: 9 }, falling] };
    // A third of the epochs, four at least.
    expect(trialsOfRung(first).map(({ id, epochs, splits, config }) => [id, epochs, splits, config.decay])).toEqual([
      ['a-short', 4, [0, 1], undefined],
      ['b-short', 11, [0, 1], 11],
    ]);
  });

  test('plans the candidates alive, and judges them by their whole fits', ({ expect }) => {
    const second = searchOf(4, [
      ['a', 'b', 'c', 'd'],
      ['b', 'd'],
    ]);
    expect(trialsOfRung(second).map(({ id, splits }) => [id, splits])).toEqual([
      ['b', [0, 1, 2, 3]],
      ['d', [0, 1, 2, 3]],
    ]);
    const [dropped, kept] = second.candidates;
    expect(trialsOfCandidate(second, kept!).map(({ id }) => id)).toEqual(['b']);
    expect(trialsOfCandidate(second, dropped!).map(({ id, splits }) => [id, splits])).toEqual([['a-short', [0, 1]]]);
    expect(allTrialsOf(second, kept!).map(({ id }) => id)).toEqual(['b-short', 'b']);
    expect(firstTrialOf(second, kept!).id).toBe('b-short');
  });

  test('goes on with a search of an earlier version, whose candidates earn rows', ({ expect }) => {
    const rungs = [0.25, 0.5, 1].map((share) => ({ from: 0, to: 1, share }));
    const alive = [
      ['a', 'b', 'c', 'd'],
      ['c', 'd'],
    ];
    const second = { ...searchOf(1, alive), rungs };
    expect(trialsOfRung(second).map(({ id, share, splits }) => [id, share, splits])).toEqual([
      ['c-50', 0.5, [0]],
      ['d-50', 0.5, [0]],
    ]);
    expect(trialsOfCandidate(second, second.candidates[2]!).map(({ id }) => id)).toEqual(['c-50']);
    // Or further splits.
    const bySplits = {
      ...searchOf(4, alive),
      rungs: [0, 1, 2].map((from) => ({ from, to: [1, 2, 4][from]!, share: 1 })),
    };
    expect(trialsOfRung(bySplits).map(({ id, splits }) => [id, splits])).toEqual([
      ['c', [1]],
      ['d', [1]],
    ]);
    expect(trialsOfCandidate(bySplits, bySplits.candidates[2]!).map(({ splits }) => splits)).toEqual([[0], [1]]);
    expect(trialsOfCandidate(second, second.candidates[0]!).map(({ id }) => id)).toEqual(['a-25']);
  });

  test('begins with as many candidates as the budget takes through, and no fewer than the effort wants', ({
    expect,
  }) => {
    const quick = budgetOfEffort('quick');
    const taking = (share: number, flops = 0) => ({ minibatches: quick.tuningMinibatches / share, flops });
    expect(affordableCandidates(quick, taking(1e6), 4)).toBe(quick.trials);
    // Six candidates on four splits cost 6 · 2 / 3 + 3 · 4 = 16 fits; five 5 · 2 / 3 + 3 · 4 = 15 1/3.
    expect(affordableCandidates(quick, taking(16.01), 4)).toBe(6);
    expect(affordableCandidates(quick, taking(15.5), 4)).toBe(5);
    expect(affordableCandidates(quick, taking(0.001), 4)).toBe(quick.fewestTrials);
    expect(affordableCandidates(quick, taking(1e6, quick.tuningFlops / 15.5), 4)).toBe(5);
    const standard = budgetOfEffort('standard');
    expect(affordableCandidates(standard, { minibatches: 1e9, flops: 1e15 }, 1)).toBe(12);
  });
});
