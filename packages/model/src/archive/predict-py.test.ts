import { execFile, spawnSync } from 'node:child_process';
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, describe, test } from 'vitest';
import { z } from 'zod';
import { readUpload } from '@stepwell/data/archive';
import { findColumn, isValues, labelAt, pixelsAt } from '@stepwell/data/table';
import type { RunSpecInput } from '@stepwell/workflow/question';
import { alignTable, answersOf, predict, predictedCsv, type Model } from '../index.ts';
import { startEngine } from '../in-node.ts';
import { train } from '../testing/train.ts';
import { modelInPieces, modelOfImagesAndColumns } from '../testing/untrained.ts';
import { makeParity, parityError } from './parity.ts';
import { encodeSafetensors } from './safetensors.ts';

const PROGRAM = fileURLToPath(new URL('../../python/predict.py', import.meta.url));
/** A Python with NumPy; Debian's own comes first. */
const PYTHON = ['/usr/bin/python3', 'python3'].find(
  (python) => spawnSync(python, ['-c', 'import numpy'], { stdio: 'ignore' }).status === 0,
);

/**
 * Runs predict.py for each list of arguments in turn, as its own program each time but in one Python: to start Python and
 * NumPy takes longer than to predict.
 */
const RUNNER = `
import contextlib, io, json, runpy, sys
runs = []
for arguments in json.loads(sys.argv[1]):
    sys.argv = ["predict.py", *arguments]
    printed, code = io.StringIO(), 0
    with contextlib.redirect_stdout(printed):
        try:
            runpy.run_path("predict.py", run_name="__main__")
        except SystemExit as stopped:
            code = stopped.code
    runs.append({"stdout": printed.getvalue(), "code": code})
print(json.dumps(runs))
`;

/** What each run printed, and what it ended with: 0, or why it could not go on. */
const pythonRuns = z.array(z.object({ stdout: z.string(), code: z.union([z.number(), z.string(), z.null()]) }));

async function runPython(folder: string, runs: string[][], before = '') {
  const given = ['-c', before + RUNNER, JSON.stringify(runs)];
  const { stdout } = await promisify(execFile)(PYTHON!, given, { cwd: folder, maxBuffer: 1e8 });
  return pythonRuns.parse(JSON.parse(stdout));
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

interface Kind {
  what: string;
  rows: (string | number)[][];
  spec?: Partial<RunSpecInput>;
}

describe.skipIf(PYTHON === undefined)('predict.py, where Python has NumPy', () => {
  beforeAll(startEngine);

  const rows = (cells: (i: number) => (string | number)[]) => Array.from({ length: 150 }, (_, i) => cells(i));
  test.for<Kind>([
    {
      what: 'decimal commas, thousands, percentages and currencies',
      rows: [
        ['a', 'b', 'c', 'd', 'y'],
        ...rows((i) => [
          `${i % 40},${i % 10}5`,
          i % 9 === 0 ? 'n/a' : `1.${String(100 + i)},5`,
          `${i % 90},5 %`,
          `€ ${i},20`,
          i % 7 < 3 ? 'yes' : 'no',
        ]),
      ],
    },
    {
      what: 'dates of four kinds, and clocks',
      rows: [
        ['a', 'b', 'c', 'd', 'e', 'y'],
        ...rows((i) => [
          `${1 + (i % 28)}/${1 + (i % 12)}/20${10 + (i % 15)}`,
          `20${10 + (i % 15)}-0${1 + (i % 9)}-1${i % 10}T${String(i % 24).padStart(2, '0')}:30:00+02:00`,
          i % 8 === 0 ? '' : `${1 + (i % 28)} ${MONTHS[i % 12]} 201${i % 10}`,
          1_600_000_000 + 100_000 * i,
          `${i % 24}:${10 + (i % 50)}`,
          i % 12,
        ]),
      ],
    },
    {
      what: 'spellings of categories, unseen ones and buckets',
      rows: [
        ['colour', 'city', 'flag', 'y'],
        ...rows((i) => [
          ['Red', 'red', 'RED ', 'blue', '?', 'NA'][i % 6]!,
          `Zürich ${i % 70}`,
          ['True', 'false', ''][i % 3]!,
          ['p', 'q', 's'][i % 3]!,
        ]),
      ],
      spec: { prepare: { city: 'hash', colour: 'target-rate' } },
    },
    {
      what: 'levels that a row reaches',
      rows: [['a', 'b', 'y'], ...rows((i) => [i % 9, (i * 7) % 5, 1 + Math.floor((i % 9) / 2)])],
      spec: { type: 'ordinal', model: { units: [8], epochs: 3, ordinal: 'cumulative' } },
    },
    {
      what: 'words, also of scripts without spaces',
      rows: [
        ['text', 'x', 'y'],
        ...rows((i) => [
          `It's ${['good', 'BAD'][i % 2]}, no. ${i}! 私は${['猫', '犬'][i % 2]}が好き。 caf\u00e9-${i % 5} a\u0085${i % 2} b\ufeff${i % 2}`,
          i % 11,
          i % 2 === 0 ? 'p' : 'q',
        ]),
      ],
    },
    {
      what: 'words with a number that goes through a layer of its own',
      rows: [
        ['text', 'x', 'y'],
        ...rows((i) => [`${['good', 'bad'][i % 2]} number ${i % 7}`, i % 11, i % 2 === 0 ? 'p' : 'q']),
      ],
      spec: { model: { units: [6], epochs: 3, branch: 3 } },
    },
  ])('reads $what as the service does, and predicts the same', { timeout: 60_000 }, async (kind, { expect }) => {
    const csv = kind.rows.map((row) => row.join(';')).join('\n');
    const { table } = await readUpload(new Blob([csv]).stream(), { part: null });
    const { model: trained } = await train(table, { target: ['y'], ...kind.spec });
    const model = { ...trained, certainty: bandsFor(trained) };
    const { weights, ...header } = model;
    const folder = await mkdtemp(join(tmpdir(), 'stepwell-python-'));
    try {
      await copyFile(PROGRAM, join(folder, 'predict.py'));
      await writeFile(join(folder, 'model.json'), JSON.stringify(header));
      await writeFile(join(folder, 'model.safetensors'), encodeSafetensors(model.spec, weights));
      await writeFile(join(folder, 'parity.json'), JSON.stringify(makeParity(model, (made) => predict(model, made))));
      await writeFile(join(folder, 'rows.csv'), csv);
      const [checked, answered] = await runPython(folder, [['--check'], ['rows.csv']]);
      expect(checked).toEqual({ code: 0, stdout: expect.stringMatching(/^\d+ rows agree/) });
      expect(answered!.code).toBe(0);
      const predicted = predict(model, alignTable(table, model.signature).table);
      const [header1, ...lines] = answered!.stdout
        .trimEnd()
        .split('\n')
        .map((line) => line.split(','));
      const width = predicted.values.length / table.rows;
      const first = model.question.classes === null ? 1 : 2;
      const expected = lines.map((line) => line.slice(first, first + width).map(Number));
      expect(parityError(model, { rows: [], expected }, predicted)).toBeLessThan(1e-5);
      const notes = expected.map(() => []);
      const ours = predictedCsv(model, answersOf(model, predicted), notes).trimEnd().split('\n');
      expect(`${header1!.join(',')},notes`).toBe(ours[0]);
      lines.forEach((line, row) => {
        line.slice(first + width).forEach((end, i) => {
          const other = ours[row + 1]!.split(',')[first + width + i]!;
          if (model.certainty.bands.kind === 'sets') expect(end).toBe(other);
          else expect(Math.abs(Number(end) - Number(other))).toBeLessThan(1e-4 * Math.max(1, Math.abs(Number(end))));
        });
      });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  test.for([false, true])(
    'takes images and the columns beside them as the service does, through a layer of their own: %s',
    { timeout: 60_000 },
    async (ownLayer, { expect }) => {
      const { model, table } = modelOfImagesAndColumns(ownLayer);
      const { weights, ...header } = model;
      const folder = await mkdtemp(join(tmpdir(), 'stepwell-python-'));
      try {
        await copyFile(PROGRAM, join(folder, 'predict.py'));
        await writeFile(join(folder, 'model.json'), JSON.stringify(header));
        await writeFile(join(folder, 'model.safetensors'), encodeSafetensors(model.spec, weights));
        const image = findColumn(table, 'picture')!;
        if (image.kind !== 'image') throw new TypeError('not an image');
        const pixels = Buffer.concat(Array.from({ length: table.rows }, (_, row) => pixelsAt(image, row)));
        await writeFile(join(folder, 'images.raw'), pixels);
        const cell = (name: string, row: number) => {
          const column = findColumn(table, name)!;
          if (column.kind === 'numeric') return Number.isFinite(column.values[row]) ? column.values[row] : '';
          return isValues(column) ? (labelAt(column, row) ?? '') : '';
        };
        const lines = Array.from({ length: table.rows }, (_, row) => `${cell('weight', row)},${cell('colour', row)}`);
        await writeFile(join(folder, 'rows.csv'), ['weight,colour', ...lines].join('\n'));
        const save = `import numpy as np; np.save("images.npy", np.fromfile("images.raw", "uint8").reshape(-1, 7, 9, 2))`;
        await writeFile(join(folder, 'fewer.csv'), ['weight,colour', ...lines.slice(1)].join('\n'));
        const runs = [['images.npy', 'rows.csv'], ['images.npy', 'fewer.csv'], ['images.npy']];
        const [answered, fewer, alone] = await runPython(folder, runs, save);
        expect(answered!.code).toBe(0);
        const expected = answered!.stdout
          .trimEnd()
          .split('\n')
          .slice(1)
          .map((line) => [Number(line.split(',')[1])]);
        expect(parityError(model, { rows: [], expected }, predict(model, table))).toBeLessThan(1e-5);
        expect(fewer!.code).toContain('There are 40 images and 39 rows. Give each image its row, in the same order.');
        expect(alone!.code).toContain(
          'The model takes columns beside its images (weight, colour): predict.py IMAGES.npy ROWS.csv.',
        );
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
  );

  test('takes numbers in pieces as the service does', { timeout: 60_000 }, async ({ expect }) => {
    const model = modelInPieces();
    const { weights, ...header } = model;
    const folder = await mkdtemp(join(tmpdir(), 'stepwell-python-'));
    try {
      await copyFile(PROGRAM, join(folder, 'predict.py'));
      await writeFile(join(folder, 'model.json'), JSON.stringify(header));
      await writeFile(join(folder, 'model.safetensors'), encodeSafetensors(model.spec, weights));
      const parity = makeParity(model, (made) => predict(model, made));
      await writeFile(join(folder, 'parity.json'), JSON.stringify(parity));
      const { stdout } = await promisify(execFile)(PYTHON!, [join(folder, 'predict.py'), '--check']);
      expect(stdout).toMatch(/^15 rows agree/);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});

/** Bands made up for a model: two bins of numbers, or sets of classes. */
function bandsFor({ question, preparation }: Model): NonNullable<Model['certainty']> {
  const bins = [
    { from: null, low: -1, high: 2 },
    { from: 5, low: -0.5, high: 0.25 },
  ];
  const rest = { coverage: null, order: 'random' as const };
  if (question.classes !== null) return { bands: { kind: 'sets', level: 0.9, floor: 0.4, rows: 100 }, ...rest };
  const scale = preparation.target?.log === undefined ? 'given' : 'log';
  const columns = question.target.map(() => bins);
  return { bands: { kind: 'intervals', level: 0.9, scale, columns, rows: 100 }, ...rest };
}
