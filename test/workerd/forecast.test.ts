import { unzipSync } from 'fflate';
import { describe, test } from 'vitest';
import { createRun, postJson, request, runToEnd, type TestRun } from './service.ts';

const MONTHS = 120;
const SPEC = {
  target: ['sales'],
  horizon: 2,
  effort: 'single' as const,
  protocol: 'hold-out' as const,
  model: { units: [8], epochs: 4 },
};

/** Months of a year with a trend and a little on top; rows of each month for every shop. */
function salesCsv(shops: readonly string[], months = MONTHS): string {
  const lines = Array.from({ length: months }, (_, t) =>
    shops.map((shop, at) => {
      const sales = (at + 1) * (50 + 0.3 * t + 9 * Math.sin((2 * Math.PI * t) / 12) + ((t * 7) % 5) / 5);
      return `${new Date(Date.UTC(2014, t, 1)).toISOString().slice(0, 10)},${shop},${sales.toFixed(3)}`;
    }),
  );
  return ['month,shop,sales', ...lines.flat()].join('\n');
}

async function finished(shops: readonly string[], fields: object): Promise<TestRun> {
  const run = await createRun(salesCsv(shops), { ...SPEC, ...fields });
  await runToEnd(run);
  return run;
}

interface Ahead {
  forecast: { target: string; horizon: number; season: number };
  times: string;
  series: { name: string; history: unknown[]; steps: { time: number; value: number; low: number | null }[] }[];
}

describe('a forecast', () => {
  test('is run, and says what comes next as JSON and CSV', async ({ expect }) => {
    const run = await finished(['north', 'south'], { series: 'shop' });
    const answer = await request(`/api/runs/${run.id}/forecast`);
    expect(answer.status).toBe(200);
    const ahead: Ahead = await answer.json();
    expect(ahead).toMatchObject({ times: 'date', forecast: { target: 'sales', horizon: 2, season: 12 } });
    expect(ahead.series.map(({ name, steps }) => [name, steps.length])).toEqual([
      ['north', 2],
      ['south', 2],
    ]);
    const csv = (await (await request(`/api/runs/${run.id}/forecast.csv`)).text()).trimEnd().split('\n');
    expect(csv[0]).toBe('shop,step,month,sales');
    expect(csv[1]).toBe(`north,1,2024-01-01,${ahead.series[0]!.steps[0]!.value}`);
    expect(csv).toHaveLength(5);
    const predictions = (await (await request(`/api/runs/${run.id}/predictions`)).text()).split('\n');
    expect(predictions[0]).toBe('shop,month,sales +1,sales +2');
    expect(predictions[1]).toMatch(/^north,20\d\d-\d\d-01,/);
    // The same from its own file, and from one that goes on.
    const send = (body: string) =>
      request(`/api/runs/${run.id}/predict`, { method: 'POST', headers: { 'content-type': 'text/csv' }, body });
    expect((await (await send(salesCsv(['north', 'south']))).text()).trimEnd().split('\n')).toEqual(csv);
    const later = (await (await send(salesCsv(['north', 'south'], MONTHS + 3))).text()).split('\n');
    expect(later[1]).toMatch(/^north,1,2024-04-01,/);
    const files = unzipSync(new Uint8Array(await (await request(`/api/runs/${run.id}/model.zip`)).arrayBuffer()));
    expect(new TextDecoder().decode(files['README.md'])).toContain('node predict.mjs HISTORY.csv');
  });

  test('is refused where there is none, and before it is made', async ({ expect }) => {
    const early = await createRun(salesCsv(['north']), SPEC);
    const answer = await request(`/api/runs/${early.id}/forecast`);
    expect([answer.status, await answer.json()]).toEqual([
      409,
      expect.objectContaining({ error: expect.objectContaining({ code: 'not_ready' }) }),
    ]);
    const plain = await createRun(salesCsv(['north']), { ...SPEC, horizon: undefined, type: 'scalar-regression' });
    expect((await request(`/api/runs/${plain.id}/forecast.csv`)).status).toBe(422);
  });

  test('of times that repeat, or beyond the end of the series, is refused with the reason', async ({ expect }) => {
    const refused = async (csv: string, fields: object): Promise<unknown> => {
      const error: unknown = await createRun(csv, { ...SPEC, ...fields }).catch((caught: unknown) => caught);
      return error instanceof Error ? error.message : error;
    };
    expect(await refused(salesCsv(['north', 'south']), {})).toContain('--series');
    expect(await refused(salesCsv(['north']), { horizon: 130 })).toContain('Use a shorter horizon');
    const spec = { dataset: '0'.repeat(64), ...SPEC, horizon: 1.5 };
    expect((await postJson('/api/runs', spec)).status).toBe(400);
  });
});
