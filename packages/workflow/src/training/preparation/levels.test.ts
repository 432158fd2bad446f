import { test } from 'vitest';
import { levelsOf, levelsReached, probabilitiesOfLevels } from './levels.ts';

test('a row reaches its level and those below it', ({ expect }) => {
  const reached = levelsReached([0, 2, 3], 4);
  expect([...reached]).toEqual([0, 0, 0, 1, 1, 0, 1, 1, 1]);
  expect([...levelsOf(reached, 4)]).toEqual([0, 2, 3]);
});

test('probabilities of levels are the differences of those of reaching them', ({ expect }) => {
  expect([...probabilitiesOfLevels([0.75, 0.5, 0.25], 4)]).toEqual([0.25, 0.25, 0.25, 0.25]);
  expect([...probabilitiesOfLevels([1, 0, 0], 4)]).toEqual([0, 1, 0, 0]);
});

test('no level is likelier to be reached than one below it', ({ expect }) => {
  expect([...probabilitiesOfLevels([0.5, 0.75, 0.25], 4)]).toEqual([0.5, 0, 0.25, 0.25]);
});
