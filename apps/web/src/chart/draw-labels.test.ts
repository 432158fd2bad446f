import { describe, test } from 'vitest';
import { spread } from './draw-labels.ts';

describe('spread', () => {
  test('leaves alone what has room', ({ expect }) => {
    expect(spread([50, 10], 14, 0, 100)).toEqual([50, 10]);
  });

  test('pushes apart what overlaps, in order', ({ expect }) => {
    expect(spread([22, 20], 14, 0, 100)).toEqual([34, 20]);
  });

  test('stays inside at the bottom and at the top', ({ expect }) => {
    expect(spread([98, 99], 14, 0, 100)).toEqual([86, 100]);
    expect(spread([-5, -3], 14, 0, 100)).toEqual([0, 14]);
  });
});
