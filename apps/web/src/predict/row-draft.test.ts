import { describe, test } from 'vitest';
import type { Column } from './column.ts';
import { RowDraft } from './row-draft.ts';

const column = (name: string): Column => ({
  name,
  kind: 'numeric',
  number: null,
  date: null,
  read: [],
  range: { low: 0, high: 10, median: 5 },
  categories: null,
  more: false,
  size: null,
});

describe('RowDraft', () => {
  test('starts with a typical row, which stays the same object until a field changes', ({ expect }) => {
    const draft = new RowDraft([column('a'), column('b')]);
    expect(draft.row()).toEqual({ a: 5, b: 5 });
    expect(draft.row()).toBe(draft.row());
    const before = draft.row();
    draft.type('b', '7');
    expect(draft.row()).not.toBe(before);
    expect([draft.row(), draft.valueOf('a'), draft.valueOf('b')]).toEqual([{ a: 5, b: 7 }, '5', '7']);
  });

  test('calls back after a change, with the changed row, until it is told to stop', ({ expect }) => {
    const draft = new RowDraft([column('a')]);
    const seen: unknown[] = [];
    const stop = draft.subscribe(() => seen.push(draft.row()));
    draft.type('a', '');
    draft.setAll(new Map([['a', '2']]));
    stop();
    draft.type('a', '3');
    expect(seen).toEqual([{ a: null }, { a: 2 }]);
  });
});
