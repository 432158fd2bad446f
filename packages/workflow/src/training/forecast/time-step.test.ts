import { describe, test } from 'vitest';
import { DAY, findStep, likelySeasons, placesOf, stepWords, timeAfter } from './time-step.ts';

const HOUR = DAY / 24;
const times = (...dates: string[]) => Float64Array.from(dates, (date) => Date.parse(`${date}Z`));
const every = (step: number, count: number, from = 0) =>
  Float64Array.from({ length: count }, (_, i) => from + i * step);

describe('the step of time', () => {
  test('is the median difference, in months where months differ in length', ({ expect }) => {
    expect(findStep([every(HOUR, 100)], 'date')).toEqual({ unit: 'milliseconds', size: HOUR });
    const months = Float64Array.from({ length: 40 }, (_, i) => Date.UTC(2020, i, 1));
    expect(findStep([months], 'date')).toEqual({ unit: 'months', size: 1 });
    const quarters = Float64Array.from({ length: 20 }, (_, i) => Date.UTC(2020, 3 * i, 1));
    expect(findStep([quarters], 'date')).toEqual({ unit: 'months', size: 3 });
    expect(findStep([every(2, 30)], 'numeric')).toEqual({ unit: 'number', size: 2 });
    expect(findStep([every(1, 30)], 'none')).toEqual({ unit: 'rows' });
  });

  test('is a row where fewer than nine in ten differences are alike', ({ expect }) => {
    // Working days: one difference in five is three days.
    const working = every(DAY, 70).filter((_, i) => i % 7 < 5);
    expect(findStep([working], 'date')).toEqual({ unit: 'rows' });
    // One in twenty missing is a gap.
    expect(findStep([every(DAY, 100).filter((_, i) => i % 20 !== 7)], 'date')).toEqual({
      unit: 'milliseconds',
      size: DAY,
    });
    // A year between two halves of so few hours would be steps without end.
    const far = Float64Array.from([...every(HOUR, 50), ...every(HOUR, 50, 365 * DAY)]);
    expect(findStep([far], 'date')).toEqual({ unit: 'rows' });
  });

  test('gives each time a place: months by the calendar, others from one to the next', ({ expect }) => {
    const monthly = times('2020-01-31', '2020-02-29', '2020-03-31', '2020-06-30', '2025-01-31');
    expect([...placesOf(monthly, { unit: 'months', size: 1 })]).toEqual([0, 1, 2, 5, 60]);
    // A clock set back an hour: days of 25 and 23 hours.
    const days = Float64Array.of(0, 25, 48, 96).map((hours) => hours * HOUR);
    expect([...placesOf(days, { unit: 'milliseconds', size: DAY })]).toEqual([0, 1, 2, 4]);
    expect([...placesOf(Float64Array.of(3, 4, 90), { unit: 'rows' })]).toEqual([0, 1, 2]);
  });

  test('goes on by the calendar', ({ expect }) => {
    const date = (time: number | null) => new Date(time!).toISOString().slice(0, 10);
    const [end, mid] = times('2024-01-31', '2024-01-15');
    expect([1, 2, 13].map((steps) => date(timeAfter(end!, steps, { unit: 'months', size: 1 })))).toEqual([
      '2024-02-29',
      '2024-03-31',
      '2025-02-28',
    ]);
    expect(date(timeAfter(mid!, 4, { unit: 'months', size: 3 }))).toBe('2025-01-15');
    expect(timeAfter(10, 3, { unit: 'number', size: 2 })).toBe(16);
    expect(timeAfter(10, 3, { unit: 'rows' })).toBeNull();
  });

  test('suggests seasons: days, weeks and years', ({ expect }) => {
    const of = (size: number) => likelySeasons({ unit: 'milliseconds', size }, size);
    expect(of(HOUR)).toEqual([24, 168]);
    expect(of(HOUR / 2)).toEqual([48, 336]);
    expect(of(DAY)).toEqual([7, 365]);
    expect(of(7 * DAY)).toEqual([52]);
    expect(likelySeasons({ unit: 'months', size: 1 }, null)).toEqual([12]);
    expect(likelySeasons({ unit: 'months', size: 3 }, null)).toEqual([4]);
    expect(likelySeasons({ unit: 'rows' }, DAY)).toEqual([5]);
  });

  test('is named', ({ expect }) => {
    const words = [HOUR, 2 * HOUR, DAY, 7 * DAY, HOUR / 4].map((size) => stepWords({ unit: 'milliseconds', size }));
    expect(words).toEqual(['hour', '2 hours', 'day', 'week', '15 minutes']);
    expect(stepWords({ unit: 'months', size: 3 })).toBe('quarter');
  });
});
