import { readFile } from 'node:fs/promises';
import { describe, test } from 'vitest';
import { positive, setting } from './settings.ts';

describe('setting', () => {
  test('returns the setting', ({ expect }) => {
    expect(setting({ DRIVER_STEPS: '40' }, 'DRIVER_STEPS')).toBe(40);
    expect(setting({ STEP_FLOPS: '1e9' }, 'STEP_FLOPS')).toBe(1e9);
  });

  test.for(['', ' ', '0', '0.5', '-1', 'many', 'Infinity'])(
    'returns the default of wrangler.toml for "%s"',
    async (text, { expect }) => {
      const toml = await readFile('wrangler.toml', 'utf8');
      for (const name of [
        'STEP_MINIBATCHES',
        'STEP_FLOPS',
        'STEP_FITS',
        'DRIVER_STEPS',
        'DRIVER_WIDTH',
        'DRIVER_QUIET_SECONDS',
      ] as const) {
        const begins = new RegExp(`^${name} = "(.+)"$`, 'm').exec(toml)?.[1];
        expect(setting({ [name]: text } as Record<typeof name, string>, name)).toBe(Number(begins));
      }
    },
  );
});

test('positive returns null for anything but a number above 0', ({ expect }) => {
  expect([undefined, '', '0', '-3', 'x', 'Infinity', '24', '0.5'].map(positive)).toEqual([
    null,
    null,
    null,
    null,
    null,
    null,
    24,
    0.5,
  ]);
});
