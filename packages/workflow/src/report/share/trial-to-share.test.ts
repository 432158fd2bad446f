import { describe, test } from 'vitest';
import { trialToShare } from './trial-to-share.ts';

describe('trialToShare', () => {
  test.for([
    ['nothing', [], null, null],
    ['the gate', ['shuffled', 'power', 'late-rows', 'linear'], null, 'power'],
    ['the latest rung', ['power', 'rung-2', 'rung-10', 'rung-9'], null, 'rung-10'],
    ['the latest of the search', ['power', 'tune-2', 'rung-3', 'tune-11'], null, 'tune-11'],
    ['the chosen one', ['tune-1', 'tune-2', 'final', 'rung-1'], 'tune-1', 'tune-1'],
    ['the last share of the chosen one', ['tune-1-25', 'tune-1-100', 'tune-10', 'tune-2'], 'tune-1', 'tune-1-100'],
    ['a rung that was chosen without a search', ['rung-1', 'final'], 'rung-1', 'rung-1'],
    ['what there is', ['final'], 'tune-1', 'final'],
  ] as const)('%s', ([, begun, best, shown], { expect }) => {
    expect(trialToShare(begun, best)).toBe(shown);
  });
});
