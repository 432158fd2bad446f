import { describe, test } from 'vitest';
import fc from 'fast-check';
import { bucketOf, fnv1a, HASH_BUCKETS } from './bucket-of.ts';

describe('fnv1a', () => {
  // Vectors of RFC 9923 and of the reference, http://www.isthe.com/chongo/src/fnv/test_fnv.c
  test.for([
    ['', 0x811c9dc5],
    ['a', 0xe40c292c],
    ['foobar', 0xbf9cf968],
  ] as const)('of "%s" is the published value', ([text, hash], { expect }) => {
    expect(fnv1a(new TextEncoder().encode(text))).toBe(hash);
  });
});

describe('bucketOf', () => {
  test('is one of the buckets, whatever the name', ({ expect }) => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        const bucket = bucketOf(name, HASH_BUCKETS);
        expect(Number.isInteger(bucket) && bucket >= 0 && bucket < HASH_BUCKETS).toBe(true);
      }),
    );
  });

  test('spreads numbered names about evenly', ({ expect }) => {
    const counts = new Float64Array(HASH_BUCKETS);
    for (let i = 0; i < 6_400; i++) counts[bucketOf(`name ${i}`, HASH_BUCKETS)]! += 1;
    // Chi-square with 63 degrees of freedom: its 99.9th percentile is 103.4 (SciPy 1.10.1).
    expect(counts.reduce((sum, count) => sum + (count - 100) ** 2 / 100, 0)).toBeLessThan(103.4);
  });
});
