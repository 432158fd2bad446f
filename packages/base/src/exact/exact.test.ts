import { describe, test } from 'vitest';
import fc from 'fast-check';
import reference from './fixtures/reference.json' with { type: 'json' };
import { cos, exp, expm1, ln, log1p, sin } from './index.ts';

/** Relative distance, and absolute where the true value is 0. */
function distance(value: number, truth: number): number {
  return value === truth ? 0 : Math.abs(value - truth) / (truth === 0 ? 1 : Math.abs(truth));
}

const FUNCTIONS = { ln, log1p, sin, cos };
const TOLERANCE = 1e-15;

describe.for(['ln', 'log1p', 'sin', 'cos'] as const)('%s', (name) => {
  test('is what mpmath computes with 60 digits', ({ expect }) => {
    for (const { x, value } of reference[name]) expect(distance(FUNCTIONS[name](x), value)).toBeLessThan(TOLERANCE);
  });
});

describe('ln', () => {
  test('is within 1e-12 of Math.log over all positive numbers', ({ expect }) => {
    fc.assert(
      fc.property(fc.double({ min: Number.MIN_VALUE, noNaN: true, noDefaultInfinity: true }), (x) => {
        expect(distance(ln(x), Math.log(x))).toBeLessThan(1e-12);
      }),
      { numRuns: 5_000 },
    );
  });

  test('is exact at 1, and goes where logarithms go at the ends', ({ expect }) => {
    expect(ln(1)).toBe(0);
    expect(ln(0)).toBe(-Infinity);
    expect(ln(Infinity)).toBe(Infinity);
    expect(ln(-1)).toBeNaN();
    expect(ln(Number.NaN)).toBeNaN();
  });
});

describe('log1p', () => {
  test('is within 1e-12 of Math.log1p', ({ expect }) => {
    fc.assert(
      fc.property(fc.double({ min: -1 + 2 ** -52, noNaN: true, noDefaultInfinity: true }), (x) => {
        expect(distance(log1p(x), Math.log1p(x))).toBeLessThan(1e-12);
      }),
      { numRuns: 5_000 },
    );
  });

  test('keeps what is too small for 1 + x, and goes where logarithms go at the ends', ({ expect }) => {
    for (const x of [0, 1e-300, -1e-20, 5e-324]) expect(log1p(x)).toBe(x);
    expect(log1p(-1)).toBe(-Infinity);
    expect(log1p(Infinity)).toBe(Infinity);
    expect(log1p(1.7e308)).toBeCloseTo(Math.log(1.7e308), 10);
    expect(log1p(-1.5)).toBeNaN();
    expect(log1p(Number.NaN)).toBeNaN();
  });
});

describe.for([
  { name: 'sin', exact: sin, native: Math.sin },
  { name: 'cos', exact: cos, native: Math.cos },
])('$name', ({ exact, native }) => {
  test("is within 1e-12 of JavaScript's own", ({ expect }) => {
    fc.assert(
      fc.property(fc.double({ min: -1.6e6, max: 1.6e6, noNaN: true }), (x) => {
        expect(distance(exact(x), native(x))).toBeLessThan(1e-12);
      }),
      { numRuns: 5_000 },
    );
    for (let quarter = -40; quarter <= 40; quarter++) {
      const x = (quarter * Math.PI) / 2;
      expect(distance(exact(x), native(x))).toBeLessThan(1e-12);
    }
  });

  test('refuses angles too large to be taken apart, and those that are none', ({ expect }) => {
    for (const x of [2e6, -1e300, Infinity, Number.NaN]) expect(() => exact(x)).toThrow(RangeError);
  });
});

describe.for([
  { name: 'exp', exact: exp, native: Math.exp },
  { name: 'expm1', exact: expm1, native: Math.expm1 },
])('$name', ({ exact, native }) => {
  test('is within 1e-14 of the native function', ({ expect }) => {
    fc.assert(
      fc.property(
        fc.double({ min: -700, max: 709, noNaN: true }),
        fc.double({ min: -1, max: 1, noNaN: true }),
        (x, y) => {
          expect(distance(exact(x), native(x))).toBeLessThan(1e-14);
          expect(distance(exact(y), native(y))).toBeLessThan(1e-14);
        },
      ),
      { numRuns: 5_000 },
    );
  });

  test('goes where exponentials go at the ends, and keeps small numbers', ({ expect }) => {
    for (const x of [0, 710, -800, Infinity, -Infinity, Number.NaN]) expect(exact(x)).toBe(native(x));
    expect(exact(1)).toBeCloseTo(native(1), 15);
    expect(expm1(1e-300)).toBe(1e-300);
  });
});
