import { beforeAll, test } from 'vitest';
import { generator } from '@stepwell/base/random';
import { categorical, cells, numeric, tableOf } from '../../../data/src/testing/columns.ts';
import { specOf } from '../testing/spec.ts';
import { startEngine } from '../training/architecture/testing/start-engine.ts';
import { modelOfConfig } from '../stages/scale-up/index.ts';
import { driveRun } from './drive-run.ts';
import { openRunData } from './index.ts';

beforeAll(startEngine);

/** What columns are tried as has nothing to do with splits and minibatches. */
const FEW_FITS = { protocol: 'hold-out', model: { batchSize: 128 } } as const;
const ROWS = 900;
const NAMES = 90;

/** Of each of 90 shops its own level, which no bucket of several can tell, and a little of `x`. */
const random = generator(6, 'test', 'many-categories');
const levels = cells(NAMES, () => 10 * random.uniform());
const shop = cells(ROWS, (row) => row % NAMES);
const x = cells(ROWS, () => random.uniform());
const TABLE = tableOf(
  ROWS,
  categorical(
    'shop',
    shop.map((name) => `shop ${name}`),
  ),
  numeric('x', x),
  numeric(
    'y',
    shop.map((name, row) => levels[name]! + x[row]! + random.uniform()),
  ),
);

test(
  'the search tries many categories by their target rate and as vectors',
  { timeout: 120_000 },
  async ({ expect }) => {
    const spec = specOf({ effort: 'quick', ...FEW_FITS });
    const { state } = await driveRun(openRunData(spec, TABLE, null));
    expect(state.status).toBe('finished');
    const { trials, best } = state.tune!;
    const tried = new Set(trials.map(({ config }) => config.categories));
    expect(tried.has('target-rate')).toBe(true);
    const chosen = trials.find(({ id }) => id === best)!;
    expect(chosen.config.categories).toBeDefined();
    const vectors = trials.find(({ config }) => config.categories === 'embedding')!.config;
    expect(modelOfConfig(vectors, state.definition!, {}).text).not.toBeNull();
    // Levels are uniform over ten: the mean is 2.5 off, and what a shop and x leave is 0.25.
    expect(state.test!.value).toBeLessThan(0.6);
    expect(state.test!.baseline.value).toBeGreaterThan(2);
  },
);

test('a column whose preparation was asked for stays as asked', { timeout: 120_000 }, async ({ expect }) => {
  const spec = specOf({ effort: 'quick', ...FEW_FITS, prepare: { shop: 'hash' } });
  const { state } = await driveRun(openRunData(spec, TABLE, null), { until: ({ search }) => search !== null });
  expect(state.search!.candidates.every(({ config }) => config.categories === undefined)).toBe(true);
});
