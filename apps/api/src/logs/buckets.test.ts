import fc from 'fast-check';
import { describe, test } from 'vitest';
import { bucketsOf, drawAtMost, drawLine, mergeBuckets, type Buckets } from './buckets.ts';

const ALL = { from: -Infinity, to: Infinity };
const of = (points: [number, number][], most: number): Buckets =>
  bucketsOf(
    Float64Array.from(points, ([step]) => step),
    Float64Array.from(points, ([, value]) => value),
    most,
  );
const odd = fc.constantFrom(NaN, Infinity, -Infinity);
const anyPoints = fc.array(
  fc.tuple(
    fc.oneof(fc.integer({ min: -50, max: 400 }), fc.maxSafeInteger()),
    fc.oneof({ weight: 9, arbitrary: fc.integer({ min: -9, max: 9 }) }, { weight: 1, arbitrary: odd }),
  ),
  { minLength: 1, maxLength: 80 },
);

describe('bucketsOf', () => {
  test('keeps every point where there is room, whatever their order', ({ expect }) => {
    const buckets = of([[7, 0.5], [2, 1], [4, NaN], [3, -1]], 10); // oxfmt-ignore
    expect(buckets.width).toBe(1);
    expect(drawLine(buckets, ALL)).toEqual({ steps: [2, 3, 4, 7], values: [1, -1, null, 0.5], marks: [[4, 'NaN']] });
  });

  test('keeps a spike and a gap among a million points', ({ expect }) => {
    const steps = Float64Array.from({ length: 1_000_000 }, (_, i) => i);
    const values = Float64Array.from(steps, () => 1);
    values[123_456] = 50;
    values[654_321] = -50;
    values[777_777] = -Infinity;
    const buckets = bucketsOf(steps, values, 2_000);
    // 2^9 = 512 steps a bucket make 1,954 of them; 2^8 would make 3,907.
    expect([buckets.width, buckets.cells.length / 7]).toEqual([512, 1_954]);
    const { steps: drawn, values: heights, marks } = drawAtMost(buckets, 4_000, ALL);
    expect(drawn.length).toBeLessThanOrEqual(4_000);
    expect(heights[drawn.indexOf(123_456)]).toBe(50);
    expect(heights[drawn.indexOf(654_321)]).toBe(-50);
    expect(heights[drawn.indexOf(777_777)]).toBeNull();
    expect(marks).toEqual([[777_777, '-Infinity']]);
  });

  test('draws both of two values at one step, and a third of them never as a higher one', ({ expect }) => {
    expect(drawLine(of([[3, 1], [3, 9]], 5), ALL)).toEqual({ steps: [3, 3], values: [1, 9], marks: [] }); // oxfmt-ignore
    expect(drawLine(of([[3, 5], [3, 1], [3, 9]], 5), ALL).values).toEqual([1, 9]); // oxfmt-ignore
  });

  test('are the same of the same points, in whatever parts and order', ({ expect }) => {
    fc.assert(
      fc.property(anyPoints, fc.nat(), fc.integer({ min: 2, max: 20 }), (points, cut, most) => {
        const at = cut % points.length;
        const [one, other] = [points.slice(0, at), points.slice(at)];
        const whole = of(points, most);
        const shown = drawLine(whole, ALL);
        expect(whole.cells.length / 7).toBeLessThanOrEqual(most);
        if (at > 0) {
          const merged = drawLine(mergeBuckets(of(other, most), of(one, most), most), ALL);
          expect([merged.steps, merged.values]).toEqual([shown.steps, shown.values]);
        }
        expect(shown.steps).toEqual(shown.steps.toSorted((a, b) => a - b));
        const finite = points.map(([, value]) => value).filter((value) => Number.isFinite(value));
        const heights = shown.values.filter((value) => value !== null);
        if (finite.length > 0) {
          expect(Math.max(...heights)).toBe(Math.max(...finite));
          expect(Math.min(...heights)).toBe(Math.min(...finite));
        } else expect(heights).toEqual([]);
        expect(shown.marks.length > 0).toBe(points.some(([, value]) => !Number.isFinite(value)));
        // What is drawn was sent.
        shown.steps.forEach((step, i) => {
          const height = shown.values[i]!;
          const sent = points.some(
            ([at, value]) => at === step && (height === null ? !Number.isFinite(value) : value === height),
          );
          expect(sent).toBe(true);
        });
      }),
      { seed: 1, numRuns: 500 },
    );
  });

  test('end where one bucket is left of each sign', ({ expect }) => {
    const far: [number, number][] = [[Number.MIN_SAFE_INTEGER, 1], [Number.MAX_SAFE_INTEGER, 2], [0, NaN]]; // oxfmt-ignore
    expect(of(far, 2).cells.length / 7).toBe(2);
    expect(drawAtMost(of(far, 2), 10, ALL).steps).toEqual([Number.MIN_SAFE_INTEGER, 0, Number.MAX_SAFE_INTEGER]);
  });
});

test('drawLine leaves out what is outside of the steps that are asked for', ({ expect }) => {
  const buckets = of(
    Array.from({ length: 100 }, (_, i) => [i, i === 50 ? NaN : i]),
    10,
  );
  const { steps, marks } = drawLine(buckets, { from: 40, to: 49 });
  expect(Math.min(...steps)).toBeGreaterThanOrEqual(40);
  expect(Math.max(...steps)).toBeLessThanOrEqual(49);
  expect(marks).toEqual([]);
});
