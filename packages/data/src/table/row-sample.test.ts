import { describe, test } from 'vitest';
import { countSampled, rowSample } from './row-sample.ts';

describe('rowSample', () => {
  test('takes about the share, none of 0 and all of 1', ({ expect }) => {
    const rows = 100_000;
    expect(countSampled(rows, rowSample(0))).toBe(0);
    expect(countSampled(rows, rowSample(1))).toBe(rows);
    expect(countSampled(rows, undefined)).toBe(rows);
    // Five standard deviations of a binomial, at most 158.
    for (const share of [0.01, 0.25, 0.5, 0.9]) {
      expect(Math.abs(countSampled(rows, rowSample(share)) - share * rows)).toBeLessThan(800);
    }
  });

  test('takes a smaller share from within a larger one, and of every stretch and every second row alike', ({
    expect,
  }) => {
    const [few, more] = [rowSample(0.1), rowSample(0.3)];
    for (let row = 0; row < 10_000; row++) if (few(row)) expect(more(row)).toBe(true);
    const half = rowSample(0.5);
    let even = 0;
    for (let row = 0; row < 20_000; row += 2) if (half(row)) even++;
    expect(Math.abs(even - 5_000)).toBeLessThan(250);
  });
});
