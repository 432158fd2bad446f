import { test } from 'vitest';
import fc from 'fast-check';
import { numberKeys } from './number-keys.ts';

test('numberKeys numbers keys as a Map would, in the order of their first', ({ expect }) => {
  const key = fc.oneof(fc.constantFrom(0, -0, 1, Infinity, -Infinity), fc.nat({ max: 40 }), fc.double({ noNaN: true }));
  fc.assert(
    fc.property(fc.array(key, { maxLength: 200 }), (keys) => {
      const known = new Map<number, number>();
      const expected = keys.map((one) => {
        if (!known.has(one)) known.set(one, known.size);
        return known.get(one)!;
      });
      const { numbers, count } = numberKeys(Float64Array.from(keys));
      expect([...numbers]).toEqual(expected);
      expect(count).toBe(known.size);
    }),
    { numRuns: 500 },
  );
});

test('numberKeys tells apart many neighbours', ({ expect }) => {
  const { numbers, count } = numberKeys(Float64Array.from({ length: 60_000 }, (_, i) => (i % 30_000) * 1e-3));
  expect(count).toBe(30_000);
  expect(numbers.every((number, i) => number === i % 30_000)).toBe(true);
});
