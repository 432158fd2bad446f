import { describe, test } from 'vitest';
import { inOrder, parseKeys, parseRuns } from './known-runs.ts';

describe('what the browser stores', () => {
  test('valid runs are read, others are ignored', ({ expect }) => {
    const run = { id: 'a', name: 'cars', target: 'mpg', createdAt: 1 };
    const noted = { ...run, label: 'first', pinned: true, guided: false };
    expect(parseRuns(JSON.stringify([run, { id: 'b' }, null, 'x', noted, { ...run, pinned: 'yes' }]))).toEqual([
      run,
      noted,
    ]);
  });

  test('anything but a list is an empty list', ({ expect }) => {
    for (const stored of [null, '', '{', '{}', 'null', '3']) expect(parseRuns(stored)).toEqual([]);
  });

  test('keys are strings by run', ({ expect }) => {
    expect(parseKeys('{"a":"k","b":3}')).toEqual({ a: 'k' });
    expect(parseKeys('oops')).toEqual({});
  });

  test('pinned runs come first, then the newest', ({ expect }) => {
    const run = (id: string, createdAt: number, pinned = false) => ({ id, name: '', target: '', createdAt, pinned });
    const ids = inOrder([run('old', 1), run('new', 3), run('pinned', 2, true)]).map(({ id }) => id);
    expect(ids).toEqual(['pinned', 'new', 'old']);
  });
});
