import fc from 'fast-check';
import { describe, test } from 'vitest';
import { generator } from '@stepwell/base/random';
import { epochOrder, orderByQuery } from './epoch-order.ts';

const random = () => generator(4, 'test', 'epoch-order');

describe('epochOrder', () => {
  test('takes every row once', ({ expect }) => {
    expect(epochOrder(9, null, random()).toSorted()).toEqual(Int32Array.from({ length: 9 }, (_, i) => i));
  });

  test('gives every class an equal share of the epoch, and no row much more than its like', ({ expect }) => {
    const codes = fc.array(fc.nat({ max: 3 }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(codes, (drawn) => {
        const order = epochOrder(drawn.length, Float32Array.from(drawn), random());
        expect(order).toHaveLength(drawn.length);
        const times = new Map<number, number>();
        for (const row of order) times.set(row, (times.get(row) ?? 0) + 1);
        const classes = [...new Set(drawn)];
        for (const code of classes) {
          const members = drawn.flatMap((of, row) => (of === code ? [row] : []));
          const counts = members.map((row) => times.get(row) ?? 0);
          const share = counts.reduce((sum, count) => sum + count, 0);
          expect(Math.abs(share - drawn.length / classes.length)).toBeLessThanOrEqual(1);
          expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
        }
      }),
    );
  });
});

test('orderByQuery keeps the rows of a query together, in random order', ({ expect }) => {
  const queries = Int32Array.of(3, 5, 3, 3, 9, 5, 5);
  const order = orderByQuery(queries, random());
  expect(order.toSorted()).toEqual(Int32Array.from(queries, (_, row) => row));
  const changes = [...order].filter((row, i) => i > 0 && queries[row] !== queries[order[i - 1]!]).length;
  expect(changes).toBe(2);
  expect(orderByQuery(queries, random())).toEqual(order);
});
