import { describe, test } from 'vitest';
import { parseKeys, parseRuns } from './known-runs.ts';

describe('what the browser kept', () => {
  test('runs that fit are read, others are left out', ({ expect }) => {
    const run = { id: 'a', name: 'cars', target: 'mpg', createdAt: 1 };
    expect(parseRuns(JSON.stringify([run, { id: 'b' }, null, 'x']))).toEqual([run]);
  });

  test('what is no list is an empty one', ({ expect }) => {
    for (const stored of [null, '', '{', '{}', 'null', '3']) expect(parseRuns(stored)).toEqual([]);
  });

  test('keys are texts by run', ({ expect }) => {
    expect(parseKeys('{"a":"k","b":3}')).toEqual({ a: 'k' });
    expect(parseKeys('oops')).toEqual({});
  });
});
