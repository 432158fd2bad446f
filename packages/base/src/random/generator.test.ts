import { describe, test } from 'vitest';
import fc from 'fast-check';
import { fromState, generator, permutation, type Generator } from './index.ts';

function take(random: Generator, count: number): number[] {
  return Array.from({ length: count }, () => random.uint32());
}

describe('fromState', () => {
  // The first outputs by a Python transcription of the C reference, https://prng.di.unimi.it/xoshiro128starstar.c
  test('draws what the reference of xoshiro128** draws', ({ expect }) => {
    expect(take(fromState([1, 2, 3, 4]), 12)).toEqual([
      11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804, 337829053,
      2142557243,
    ]);
    expect(take(fromState([0xffffffff, 0x80000000, 0xdeadbeef, 7]), 12)).toEqual([
      576, 3132614827, 4294922359, 2424917316, 1858690862, 4272569422, 3692912891, 1409221203, 3321642097, 508388737,
      2440972017, 2340112598,
    ]);
  });

  test('gets out of the state of all zeros, which would stay zero for ever', ({ expect }) => {
    expect(take(fromState([0, 0, 0, 0]), 8).some((draw) => draw !== 0)).toBe(true);
  });
});

describe('uniforms', () => {
  test('are those of as many calls of uniform, wherever they begin', ({ expect }) => {
    const [one, other] = [generator(3, 'test', 'uniforms'), generator(3, 'test', 'uniforms')];
    for (const length of [0, 1, 7, 100]) {
      const filled = new Float64Array(length);
      one.uniforms(filled);
      expect([...filled]).toEqual(Array.from({ length }, () => other.uniform()));
      expect(one.uint32()).toBe(other.uint32());
    }
  });
});

describe('generator', () => {
  test('draws the same for the same key, whatever else was drawn', ({ expect }) => {
    const first = take(generator(7, 'weights', 'fold-1'), 20);
    take(generator(7, 'shuffle', 'fold-1'), 5);
    expect(take(generator(7, 'weights', 'fold-1'), 20)).toEqual(first);
  });

  test('draws another stream for another seed, purpose or index', ({ expect }) => {
    const keys: [number, string, string | number][] = [
      [0, 'weights', 0],
      [1, 'weights', 0],
      [0, 'weight', 0],
      [0, 'weights', 1],
      [0, 'weights', '0/0'],
      [0, 'dropout', 0],
      [4_294_967_295, 'weights', 0],
    ];
    const streams = keys.map((key) => take(generator(...key), 4).join());
    expect(new Set(streams).size).toBe(keys.length);
  });

  test('does not confuse where the purpose ends and the index begins', ({ expect }) => {
    expect(take(generator(0, 'ab', 'c'), 4)).not.toEqual(take(generator(0, 'a', 'bc'), 4));
    expect(take(generator(1, '2', ''), 4)).not.toEqual(take(generator(12, '', ''), 4));
  });

  test('draws uniform numbers in [0, 1) with mean 1/2 and variance 1/12', ({ expect }) => {
    const random = generator(3, 'test', 'uniform');
    const draws = Array.from({ length: 100_000 }, () => random.uniform());
    expect(Math.min(...draws.slice(0, 50_000))).toBeGreaterThanOrEqual(0);
    expect(Math.max(...draws.slice(0, 50_000))).toBeLessThan(1);
    const mean = draws.reduce((sum, draw) => sum + draw, 0) / draws.length;
    const variance = draws.reduce((sum, draw) => sum + (draw - mean) ** 2, 0) / draws.length;
    // Five standard errors of the mean: 5 / sqrt(12 · 100 000) = 0.0046; of the variance: 5 · 0.0745 / sqrt(100 000).
    expect(Math.abs(mean - 1 / 2)).toBeLessThan(0.0046);
    expect(Math.abs(variance - 1 / 12)).toBeLessThan(0.0012);
  });
});

describe('below', () => {
  test('stays in range, whatever the bound', ({ expect }) => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4_294_967_296 }), fc.nat(), (bound, seed) => {
        const random = generator(seed, 'test', 'below');
        for (let i = 0; i < 20; i++) {
          const draw = random.below(bound);
          expect(Number.isInteger(draw) && draw >= 0 && draw < bound).toBe(true);
        }
      }),
    );
  });

  test('is the remainder of the first draw that isn’t in the uneven tail', ({ expect }) => {
    const edges = [1, 2, 3, 2 ** 31 - 1, 2 ** 31, 2 ** 31 + 1, 3 * 2 ** 30, 2 ** 32 - 1, 2 ** 32];
    fc.assert(
      fc.property(
        fc.oneof(fc.constantFrom(...edges), fc.integer({ min: 1, max: 2 ** 32 })),
        fc.nat(),
        (bound, seed) => {
          const random = generator(seed, 'test', 'remainder');
          const draws = generator(seed, 'test', 'remainder');
          for (let i = 0; i < 20; i++) {
            let draw = BigInt(draws.uint32());
            while (draw >= 2n ** 32n - (2n ** 32n % BigInt(bound))) draw = BigInt(draws.uint32());
            expect(random.below(bound)).toBe(Number(draw % BigInt(bound)));
          }
        },
      ),
    );
  });

  test('favours no value', ({ expect }) => {
    // The 99.9th percentile of chi-square with 9 degrees of freedom is 27.9 (scipy 1.10.1).
    for (const seed of [1, 2, 3]) expect(chiSquare(10, 20_000, generator(seed, 'test', 'below'))).toBeLessThan(27.9);
  });

  test('rejects the uneven tail', ({ expect }) => {
    // Modulo alone would make the lower half of 3 · 2^30 twice as likely as the upper one.
    const bound = 3 * 2 ** 30;
    const random = generator(5, 'test', 'tail');
    let low = 0;
    for (let i = 0; i < 10_000; i++) if (random.below(bound) < 2 ** 30) low++;
    // A third, within five standard errors of 0.0047; modulo alone would give a half.
    expect(Math.abs(low / 10_000 - 1 / 3)).toBeLessThan(0.024);
  });
});

describe('permutation', () => {
  test('holds every number once, whatever the length', ({ expect }) => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 500 }), fc.nat(), (length, seed) => {
        const order = permutation(length, generator(seed, 'test', 'permutation'));
        expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length }, (_, i) => i));
      }),
    );
  });

  test('draws each of the 24 orders of four about equally often', ({ expect }) => {
    const random = generator(11, 'test', 'orders');
    const counts = new Map<string, number>();
    const draws = 12_000;
    for (let i = 0; i < draws; i++) {
      const order = permutation(4, random).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(24);
    const chi = [...counts.values()].reduce((sum, count) => sum + (count - draws / 24) ** 2 / (draws / 24), 0);
    // The 99.9th percentile of chi-square with 23 degrees of freedom (scipy 1.10.1).
    expect(chi).toBeLessThan(49.7);
  });
});

function chiSquare(values: number, draws: number, random: Generator): number {
  const counts = new Float64Array(values);
  for (let i = 0; i < draws; i++) counts[random.below(values)]! += 1;
  return counts.reduce((sum, count) => sum + (count - draws / values) ** 2 / (draws / values), 0);
}
