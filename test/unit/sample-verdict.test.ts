import { test } from 'vitest';
import { sampleVerdict } from '../../scripts/sample-verdict.ts';
import shown from '../../apps/web/src/home/sample-verdict.json' with { type: 'json' };

test(
  'the verdict that the home page shows is what the example of cars comes to',
  { timeout: 120_000 },
  async ({ expect }) => {
    expect(await sampleVerdict()).toEqual(shown);
  },
);
