import { describe, test } from 'vitest';
import { postJson, request, runToEnd, uploadCsv, type TestRun } from './service.ts';
import { learnableCsv } from './tables.ts';

describe('sealed rows from a test file', () => {
  test('are all tested, in their order, a row without a target predicted but not scored, an unseen name allowed', async ({
    expect,
  }) => {
    const dataset = await uploadCsv(learnableCsv(60, 1));
    const testLines = learnableCsv(8, 2).split('\n');
    testLines[3] = '0.5,0.5,purple,1.0';
    testLines[5] = '0.5,0.5,red,NA';
    const testDataset = await uploadCsv(testLines.join('\n'));
    const spec = { dataset, testDataset, target: ['y'], effort: 'quick', protocol: 'hold-out', seed: 1 };
    const run = (await (await postJson('/api/runs', spec)).json()) as TestRun;
    const report = await runToEnd(run);
    expect(report.run.status).toBe('finished');
    expect(report.test?.rows).toBe(7);
    expect(report.protocol?.rows).toEqual({ train: 48, validation: 12, test: 7 });
    const csv = await (await request(`/api/runs/${run.id}/predictions?rows=scored`)).text();
    const lines = csv.trim().split('\n');
    expect(lines[0]).toBe('row,y');
    expect(lines.slice(1).map((line) => line.split(',')[0])).toEqual(['1', '2', '3', '4', '6', '7', '8']);
    const all = (await (await request(`/api/runs/${run.id}/predictions`)).text()).trim().split('\n');
    expect(all.filter((_, i) => i !== 5)).toEqual(lines);
    expect(all[5]).toMatch(/^5,-?[0-9.]+(?:e-?[0-9]+)?$/);
    expect(report.dataset.audit).toContainEqual(
      expect.objectContaining({
        finding: '1 row of the test file has no target: it is predicted, and not scored.',
      }),
    );
    const truth = testLines.slice(1).filter((_, i) => i !== 4);
    const errors = lines
      .slice(1)
      .map((line, i) => Math.abs(Number(line.split(',')[1]) - Number(truth[i]!.split(',')[3])));
    const mae = errors.reduce((sum, error) => sum + error, 0) / errors.length;
    expect(report.test?.value).toBeCloseTo(mae, 9);
  });

  test('without a target are predicted, and the test is drawn from the training file', async ({ expect }) => {
    const dataset = await uploadCsv(learnableCsv(60, 1));
    const testLines = learnableCsv(8, 2)
      .split('\n')
      .map((line) => line.split(',').slice(0, 3).join(','));
    const testDataset = await uploadCsv(testLines.join('\n'));
    const spec = { dataset, target: ['y'], effort: 'quick', protocol: 'hold-out', seed: 1 };
    const run = (await (await postJson('/api/runs', { ...spec, testDataset })).json()) as TestRun;
    const report = await runToEnd(run);
    expect(report.run.status).toBe('finished');
    const plain = (await (await postJson('/api/runs', spec)).json()) as TestRun;
    const other = await runToEnd(plain);
    expect(report.model?.sha256).toBe(other.model?.sha256);
    expect(report.test).toEqual(other.test);
    const read = async (id: string, query = '') =>
      (await (await request(`/api/runs/${id}/predictions${query}`)).text()).trim().split('\n');
    const scored = await read(run.id, '?rows=scored');
    expect(scored).toEqual(await read(plain.id));
    expect(scored).toHaveLength(13);
    const predicted = await read(run.id);
    expect(predicted.map((line) => line.split(',')[0])).toEqual(['row', '1', '2', '3', '4', '5', '6', '7', '8']);
    expect(new Set(predicted.map((line) => line.split(',')[1])).size).toBe(9);
  });

  test('rows drawn from the file keep their numbers, and classes come with probabilities', async ({ expect }) => {
    const lines = ['a,label'];
    for (let i = 0; i < 60; i++) lines.push(`${i % 2 === 0 ? i : -i},${i % 2 === 0 ? 'up' : 'down, "deep"'}`);
    const dataset = await uploadCsv(lines.join('\n').replaceAll('down, "deep"', '"down, ""deep"""'));
    const spec = { dataset, target: ['label'], effort: 'quick', protocol: 'k-fold', folds: 2, seed: 1 };
    const run = (await (await postJson('/api/runs', spec)).json()) as TestRun;
    const report = await runToEnd(run);
    expect(report.verdict).toContain('Predicts "label" correctly');
    expect(report.test?.rows).toBe(12);
    const csv = await (await request(`/api/runs/${run.id}/predictions`)).text();
    const [header, ...rows] = csv.trim().split('\n');
    expect(header).toBe('row,label,"p(down, ""deep"")",p(up)');
    for (const row of rows) {
      const number = Number(row.split(',')[0]);
      const [down, up] = row.split(',').slice(-2).map(Number);
      expect(down! + up!).toBeCloseTo(1, 6);
      // Row 1 is the first under the header: odd numbers hold even values, which are "up".
      expect(row.includes(',up,')).toBe(number % 2 === 1);
    }
  });
});
