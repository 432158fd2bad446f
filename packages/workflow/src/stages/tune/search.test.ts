import { describe, test } from 'vitest';
import { plainTrial } from '../../testing/outcomes.ts';
import { budgetOfEffort } from '../../question/index.ts';
import type { Trial } from '../../training/trial/index.ts';
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
    expect([12, 1].map((count) => survivorsOf(count, 2))).toEqual([2, 1]);
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

  test('plans short fits on a share of the rows, for no more than all epochs of all rows take', ({ expect }) => {
    const shares = { share: 0.25, validationShare: 0.5 };
    const rungs = rungsFor(1, 4, false, shares);
    expect(rungs).toEqual([
      { from: 0, to: 1, ...shares, short: true },
      { from: 0, to: 1, share: 1 },
    ]);
    const candidates = [2, 30].map((epochs) => plainTrial(`e${epochs}`, { epochs }));
    const first: Search = { candidates, rung: 0, rungs, alive: [['e2', 'e30']] };
    const planned = ({ id, epochs, splits, share, validationShare }: Trial) => [
      id,
      epochs,
      splits,
      share,
      validationShare,
    ];
    expect(trialsOfRung(first).map(planned)).toEqual([
      ['e2-short', 4, [0], 0.25, 0.5],
      ['e30-short', 10, [0], 0.25, 0.5],
    ]);
    // One epoch of all rows takes as much as two of half of them.
    const halves: Search = {
      ...first,
      candidates: [plainTrial('e1', { epochs: 1 })],
      rungs: rungsFor(1, 4, false, { share: 0.5 }),
      alive: [['e1']],
    };
    expect(trialsOfRung(halves).map(planned)).toEqual([['e1-short', 2, [0], 0.5, undefined]]);
    expect(trialsOfRung({ ...first, rung: 1, alive: [['e2', 'e30'], ['e30']] }).map(planned)).toEqual([
      ['e30', 30, [0], 1, undefined],
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
    // On a quarter of the rows, with one candidate on all of them: 6 / 12 + 1 = 1.5 fits on one split.
    const many = { share: 0.25, finalists: 1 };
    expect(affordableCandidates(quick, taking(1.51), 1, many)).toBe(6);
    expect(affordableCandidates(quick, taking(1.49), 1, many)).toBe(5);
    const standard = budgetOfEffort('standard');
    expect(affordableCandidates(standard, { minibatches: 1e9, flops: 1e15 }, 1)).toBe(12);
  });
});
