import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, test } from 'vitest';
import { generator } from '@stepwell/base/random';
import { readUpload } from '@stepwell/data/archive';
import { selectRows, type Table } from '@stepwell/data/table';
import { score } from '@stepwell/metrics';
import { startEngine } from '../../workflow/src/training/architecture/testing/start-engine.ts';
import { encodeSafetensors } from './archive/safetensors.ts';
import { makeParity } from './archive/parity.ts';
import { forecastCsv, forecastHistory, historyRowsCsv } from './forecast-history.ts';
import { answersOf, alignTable, predict, predictFile } from './index.ts';
import { encodeOnnx } from './onnx/encode-onnx.ts';
import { predictPlainly } from './standalone/predict-plainly.ts';
import { train, type Trained } from './testing/train.ts';

const PYTHON = '/usr/bin/python3';
const MONTHS = 140;

/** Two series of months, one a hundred times the other, as a file has them. */
function csv(rows = MONTHS): string {
  const random = generator(8, 'test', 'history');
  const lines = Array.from({ length: rows }, (_, t) =>
    ['a', 'b'].map((name, at) => {
      const y = 100 ** at * (40 + 0.3 * t + 8 * Math.sin((2 * Math.PI * t) / 12) + random.uniform());
      return `${new Date(Date.UTC(2012, t, 1)).toISOString().slice(0, 10)},${name},${y.toFixed(4)}`;
    }),
  );
  return ['month,shop,sales', ...lines.flat()].join('\n');
}

async function read(text: string): Promise<Table> {
  const { table } = await readUpload(new Blob([text]).stream(), { part: null });
  return table;
}

let trained: Trained;
let table: Table;
beforeAll(async () => {
  await startEngine();
  table = await read(csv());
  trained = await train(table, { target: ['sales'], horizon: 3, series: 'shop', model: { units: [8], epochs: 30 } });
});

describe('a model of forecasts', () => {
  test('forecasts from the end of a history as its run did', ({ expect }) => {
    const { model, driven } = trained;
    const ahead = forecastHistory(model, table, (rows) => predict(model, rows));
    expect(ahead).toEqual(driven.state.ahead);
    expect(ahead.series.map(({ name, steps }) => [name, steps.length])).toEqual([
      ['a', 3],
      ['b', 3],
    ]);
    const lines = forecastCsv(model.question.forecast!, ahead).trimEnd().split('\n');
    expect(lines).toHaveLength(7);
    expect(lines[0]).toMatch(/^shop,step,month,sales/);
    expect(lines[1]).toMatch(/^a,1,2023-09-01,/);
  });

  test('goes on where a longer history ends, and says of a shorter one what is missing', async ({ expect }) => {
    const { model } = trained;
    const longer = await read(csv(MONTHS + 5));
    const ahead = forecastHistory(model, longer, (rows) => predict(model, rows));
    expect(new Date(ahead.series[0]!.steps[0]!.time!).toISOString()).toMatch(/^2024-02-01/);
    const short = selectRows(
      table,
      Int32Array.from({ length: 20 }, (_, row) => row),
    );
    expect(() => forecastHistory(model, short, (rows) => predict(model, rows))).toThrow(
      expect.objectContaining({ code: 'too_few_rows', message: expect.stringContaining('too few to forecast from') }),
    );
    const { columns } = table;
    const nameless = { ...table, columns: columns.filter(({ name }) => name !== 'sales') };
    expect(() => forecastHistory(model, nameless, (rows) => predict(model, rows))).toThrow(
      expect.objectContaining({ code: 'unknown_column' }),
    );
  });

  test('is used on a file, which holds a history or the rows made of one', async ({ expect }) => {
    const { model } = trained;
    const ask = async (text: string) => {
      let answer = '';
      const file = new Blob([text]).stream();
      for await (const piece of predictFile(file, { model, predict: (rows) => predict(model, rows) })) answer += piece;
      return answer.trimEnd().split('\n');
    };
    const history = await ask(csv());
    const rows = await ask(historyRowsCsv(model, table));
    expect(history[0]).toMatch(/^shop,step,month,sales/);
    expect(rows[0]).toMatch(/^row,sales \+1,sales \+2,sales \+3/);
    const next = history.slice(1, 4).map((line) => Number(line.split(',')[3]));
    expect(rows[1]!.split(',').slice(1, 4).map(Number)).toEqual(next.map((value) => expect.closeTo(value, 4)));
  });

  test('predicts the sealed rows as the test did, and refuses rows without what they are relative to', ({ expect }) => {
    const { model, data, driven } = trained;
    const sealed = alignTable(data.unseal(), model.signature).table;
    const predictions = predict(model, sealed);
    expect(predictions.values).toEqual(driven.predictions!.values);
    const { definition } = driven.state;
    expect(definition!.forecast).toMatchObject({ season: 12, series: 'shop' });
    const [answer] = answersOf(model, predictions, sealed);
    if (!('numbers' in answer!)) throw new Error('no numbers');
    expect(Object.keys(answer.numbers)).toEqual(['sales +1', 'sales +2', 'sales +3']);
    const lacking = { ...sealed, columns: sealed.columns.filter(({ name }) => name !== 'sales (scale)') };
    expect(() => predict(model, lacking)).toThrow(
      expect.objectContaining({ code: 'unknown_column', message: expect.stringContaining('Send the history') }),
    );
    expect(
      score({ name: 'mae', custom: null, threshold: 0.5 }, predictions, {
        kind: 'number',
        width: 3,
        values: predictions.values,
      }),
    ).toBe(0);
  });

  test('gives the same without an engine, in Python and as ONNX', ({ expect }) => {
    const { model } = trained;
    const folder = mkdtempSync(join(tmpdir(), 'stepwell-forecast-'));
    const { weights, ...header } = model;
    const parity = makeParity(model, (rows) => predict(model, rows));
    writeFileSync(join(folder, 'model.json'), JSON.stringify(header));
    writeFileSync(join(folder, 'model.safetensors'), encodeSafetensors(model.spec, weights));
    writeFileSync(join(folder, 'parity.json'), JSON.stringify(parity));
    writeFileSync(join(folder, 'predict.py'), readFileSync(new URL('../python/predict.py', import.meta.url)));
    const checked = execFileSync(PYTHON, [join(folder, 'predict.py'), '--check'], { encoding: 'utf8' });
    expect(checked).toContain(`${parity.rows.length} rows agree`);
    writeFileSync(join(folder, 'rows.csv'), historyRowsCsv(model, table));
    const said = execFileSync(PYTHON, [join(folder, 'predict.py'), join(folder, 'rows.csv')], { encoding: 'utf8' });
    const ahead = forecastHistory(model, table, (rows) => predict(model, rows));
    const lines = said.trimEnd().split('\n').slice(1);
    ahead.series.forEach(({ steps }, at) => {
      const cells = lines[at]!.split(',').map(Number);
      steps.forEach(({ value, low, high }, i) => {
        expect(cells[1 + i]! / value).toBeCloseTo(1, 4);
        if (low !== null)
          expect([cells[4 + 2 * i]! / low, cells[5 + 2 * i]! / high!]).toEqual([
            expect.closeTo(1, 3),
            expect.closeTo(1, 3),
          ]);
      });
    });
    const sealed = alignTable(trained.data.unseal(), model.signature).table;
    const [engine, plain] = [predict(model, sealed).values, predictPlainly(model, sealed).values];
    engine.forEach((value, i) => expect(plain[i]! / value).toBeCloseTo(1, 4));
    expect(new TextDecoder('latin1').decode(encodeOnnx(model))).toContain('sales (scale)');
  });
});
