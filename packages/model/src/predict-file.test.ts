import { beforeAll, describe, test } from 'vitest';
import { readUpload } from '@stepwell/data/archive';
import { RowReader } from '@stepwell/data/delimited';
import { seededTable, seededTargets } from '../../workflow/src/testing/seeded-tables.ts';
import { startEngine } from '../../workflow/src/training/architecture/testing/start-engine.ts';
import { train } from './testing/train.ts';
import {
  alignTable,
  answersOf,
  notesOf,
  predict,
  predictedCsv,
  predictFile,
  type FilePrediction,
  type Model,
  type SignatureColumn,
} from './index.ts';

let model: Model;
beforeAll(async () => {
  await startEngine();
  model = await trained();
});

const TIMEOUT = { timeout: 60_000 };
const CHUNK = 10_000;
const COLUMNS = ['price', 'day', 'colour', 'open', 'note'] as const;

/** Row `i` of a file whose numbers, dates and names are written as people have them. */
function rowOf(i: number): string {
  const price = `"1.${String(100 + (i % 800))},${i % 10}5"`;
  const day = `${String(1 + (i % 28)).padStart(2, '0')}.0${1 + (i % 9)}.2021`;
  const note = i % 5 === 0 ? `"tea; with ""milk""\nin item ${i}"` : `coffee in item ${i}`;
  return [price, i % 11 === 0 ? '' : day, ['Red', 'blue', 'green '][i % 3], i % 2 === 0, note].join(';');
}
const fileOf = (count: number, row = rowOf) =>
  [COLUMNS.join(';'), ...Array.from({ length: count }, (_, i) => row(i))].join('\n');

async function trained(): Promise<Model> {
  const rows = fileOf(150)
    .split(/\n(?!in item)/)
    .map((line, i) => (i === 0 ? `${line};y` : `${line};${i % 7 < 3 ? 'yes' : 'no'}`));
  const { table } = await readUpload(new Blob([rows.join('\n')]).stream(), { part: null });
  return (await train(table)).model;
}

/** Sends a text in chunks, as a network does. */
function sent(text: string): ReadableStream<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  let at = 0;
  return new ReadableStream<Uint8Array>({
    pull(controller) {
      if (at >= bytes.length) controller.close();
      else controller.enqueue(bytes.subarray(at, (at += CHUNK)));
    },
  });
}

/** All that is answered, and in how many pieces. */
async function answered(model: Model, text: string, more: Partial<FilePrediction> = {}): Promise<[string, number]> {
  let [csv, pieces] = ['', 0];
  for await (const piece of predictFile(sent(text), { model, predict: (table) => predict(model, table), ...more })) {
    csv += piece;
    pieces++;
  }
  return [csv, pieces];
}

async function whole(model: Model, text: string): Promise<string> {
  const { table: read } = await readUpload(new Blob([text]).stream(), { part: null });
  const { table, absent } = alignTable(read, model.signature);
  return predictedCsv(model, answersOf(model, predict(model, table)), notesOf(table, model.signature, absent));
}

describe('a file that is predicted while it is read', () => {
  test('gets the answers that it gets as a whole', TIMEOUT, async ({ expect }) => {
    expect(model.signature.map(({ kind }) => kind)).toEqual(['numeric', 'date', 'categorical', 'boolean', 'text']);
    for (const count of [1, 2, 30, 9_000]) {
      const text = fileOf(count);
      const [csv, pieces] = await answered(model, text);
      expect(csv, String(count)).toBe(await whole(model, text));
      if (count === 9_000) expect(pieces).toBeGreaterThan(3);
    }
    // Numbers and dates that are written otherwise than in training, and a column that is missing.
    const plain = [
      'day,note,price',
      ...Array.from({ length: 60 }, (_, i) => `2021-03-${10 + (i % 19)},tea,11${i}.${i}`),
    ];
    expect((await answered(model, plain.join('\r\n')))[0]).toBe(await whole(model, plain.join('\r\n')));
  });

  test('is read as it is answered, and no further', TIMEOUT, async ({ expect }) => {
    const lines = new TextEncoder().encode(`${Array.from({ length: 500 }, (_, i) => rowOf(i)).join('\n')}\n`);
    let pulled = 0;
    let cancelled = false;
    const endless = new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          controller.enqueue(pulled++ === 0 ? new TextEncoder().encode(`${COLUMNS.join(';')}\n`) : lines);
        },
        cancel() {
          cancelled = true;
        },
      },
      { highWaterMark: 0 },
    );
    const answers = predictFile(endless, { model, predict: (table) => predict(model, table) });
    expect((await answers.next()).value).toMatch(/^row,y,p\(no\),p\(yes\),notes\n1,/);
    const first = pulled;
    expect(first).toBeLessThan(20);
    for (let i = 0; i < 8; i++) expect((await answers.next()).value).toMatch(/^\d+,/);
    expect(pulled).toBeLessThan(first + 8 * 10);
    await answers.return();
    expect(cancelled).toBe(true);
  });

  test('has no parts, and is let go of where one is asked for', TIMEOUT, async ({ expect }) => {
    let cancelled = false;
    const text = new ReadableStream<Uint8Array>(
      {
        pull: (controller) => controller.enqueue(new TextEncoder().encode(`${fileOf(200)}\n`)),
        cancel() {
          cancelled = true;
        },
      },
      { highWaterMark: 0 },
    );
    const answers = predictFile(text, { model, part: 'test', predict: (table) => predict(model, table) });
    await expect(answers.next()).rejects.toMatchObject({ code: 'unknown_part' });
    expect(cancelled).toBe(true);
  });

  test('has a note in place of an answer for each row that can’t be read', TIMEOUT, async ({ expect }) => {
    const odd: Record<number, string> = {
      2: '1.200,05;01.02.2021',
      5_000: '1;2;3;4;5;6;7',
      5_001: '1;2;3;"never closed',
      // Its quote closes nowhere either, and without it the row has all its cells.
      5_003: '"1.200,05;01.02.2021;Red;true;coffee',
      5_002: `lots;soon;mauve;perhaps;tea`,
    };
    const text = fileOf(6_000, (i) => odd[i] ?? rowOf(i));
    const [csv] = await answered(model, text);
    const lines = csv.trimEnd().split('\n');
    expect(lines).toHaveLength(6_001);
    expect(lines[3]).toBe('3,,,,not predicted: the row has 2 of 5 cells');
    expect(lines[5_001]).toBe('5001,,,,not predicted: the row has 7 of 5 cells');
    expect(lines[5_002]).toBe('5002,,,,not predicted: a quote is never closed');
    expect(lines[5_004]).toMatch(/^5004,(yes|no),[^,]+,[^,]+,$/);
    expect(lines[5_003]).toMatch(
      /^5003,(yes|no),[^,]+,[^,]+,unreadable: price; unreadable: day; unseen: colour; unreadable: open$/,
    );
    // The others are answered as if those were not there.
    const [without] = await answered(model, fileOf(6_000));
    const same = without.trimEnd().split('\n');
    for (const at of [1, 2, 4, 5_000, 5_005, 6_000]) expect(lines[at]).toBe(same[at]);
  });

  test('is refused for what is wrong with its beginning, before any answer', TIMEOUT, async ({ expect }) => {
    const row = rowOf(1);
    for (const [text, code] of [
      ['', 'empty_table'],
      [COLUMNS.join(';'), 'empty_table'],
      ['price\n1\n2', 'too_few_columns'],
      ['p;q\n1;2', 'unknown_column'],
      [fileOf(200, () => `lots;${row.split(';').slice(1).join(';')}`), 'test_table_mismatch'],
      [fileOf(200, (i) => (i % 4 === 0 ? '1;2' : rowOf(i))), 'ragged_rows'],
      [`${COLUMNS.join(';')}\n1;${'x'.repeat(1_500_000)}`, 'cell_too_long'],
      ['\u0000\u0001\u0002\n', 'not_a_table'],
    ] as const) {
      await expect(answered(model, text), code).rejects.toMatchObject({ code });
    }
  });

  test('ends with a line that says why, where reading can’t go on', TIMEOUT, async ({ expect }) => {
    const begun = fileOf(6_000);
    for (const [text, code, more] of [
      [`${begun}\n1;2;${'x'.repeat(1_500_000)};\n${rowOf(1)}`, 'cell_too_long', {}],
      [`${begun}\n\u0000\u0001${rowOf(1)}`, 'not_a_table', {}],
      [begun, 'body_too_large', { mostBytes: 250_000 }],
    ] as const) {
      const [csv] = await answered(model, text, more);
      const lines = csv.trimEnd().split('\n');
      expect(lines.at(-2), code).toMatch(/^\d+,(yes|no),/);
      expect(lines.at(-1), code).toMatch(new RegExp(`^error,,,,.+ \\[${code}\\]"?$`));
    }
    const [csv] = await answered(model, begun, { mostRows: 4_097 });
    const lines = csv.trimEnd().split('\n');
    expect(lines.at(-2)).toMatch(/^4097,(yes|no),/);
    expect(lines.at(-1)).toMatch(/^error,,,,.+ \[body_too_large\]"?$/);
    expect((await answered(model, begun, { mostRows: 6_000 }))[0]).toBe(await whole(model, begun));
  });

  test('gets the same answers in parts', TIMEOUT, async ({ expect }) => {
    // Among the names of the last rows of parts are some that look like a line of totals.
    const row = (i: number) => (i % 10 === 9 ? rowOf(i).replace(/Red|blue|green /, 'Total') : rowOf(i));
    const preamble = '# made by hand\n';
    for (const text of [fileOf(7_000, row), preamble + fileOf(7_000, row).replaceAll('\n', '\r\n'), fileOf(40, row)]) {
      async function* pieces(): AsyncGenerator<string, void> {
        for (let at = 0; at < text.length; at += 65_536) yield text.slice(at, at + 65_536);
      }
      const reader = await RowReader.open(pieces());
      let joined = '';
      let parts = 0;
      for await (const { text: part, skip, first } of reader.parts({ rows: 1_000, characters: 1e9 })) {
        parts++;
        const [csv] = await answered(model, part, { skip, first, mostRows: 100_000 });
        joined += joined === '' ? csv : csv.slice(csv.indexOf('\n') + 1);
      }
      expect(joined).toBe((await answered(model, text))[0]);
      if (text.length > 1e5) expect(parts).toBeGreaterThan(4);
    }
  });

  test('is cut into parts up to where it can’t be read', TIMEOUT, async ({ expect }) => {
    const text = `${fileOf(6_000)}\n${'x'.repeat(1_500_000)}`;
    async function* pieces(): AsyncGenerator<string, void> {
      for (let at = 0; at < text.length; at += 65_536) yield text.slice(at, at + 65_536);
    }
    const reader = await RowReader.open(pieces());
    let rows = 0;
    const read = async () => {
      for await (const part of reader.parts({ rows: 1e6, characters: 1e9 })) rows += part.rows;
    };
    await expect(read()).rejects.toMatchObject({ code: 'cell_too_long' });
    expect(rows).toBe(6_000);
  });

  test('may be of any number of targets', TIMEOUT, async ({ expect }) => {
    for (const type of ['vector-regression', 'multilabel', 'multiclass'] as const) {
      const { model } = await train(seededTable(type, 120), { type, target: seededTargets(type) });
      const cell = ({ kind, categories }: SignatureColumn, i: number) =>
        kind === 'boolean' ? i % 2 === 0 : kind === 'categorical' ? categories![i % categories!.length]! : i / 10;
      const names = model.signature.map(({ name }) => name);
      const rows = Array.from({ length: 50 }, (_, i) => model.signature.map((of) => cell(of, i)).join(','));
      const text = [names.join(','), ...rows];
      expect((await answered(model, text.join('\n')))[0]).toBe(await whole(model, text.join('\n')));
    }
  });
});
