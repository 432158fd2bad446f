// Writes the example datasets into public/examples: real ones from npm packages, teaching ones generated from a seed.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { namesToGrades, summerToWinter, teachingCsv } from '@stepwell/data/teaching';
import { writeDigits } from './example-digits.mjs';
import { writeMail } from './example-mail.mjs';
import { dots } from './example-thumbnails.mjs';

const PACKAGE = dirname(dirname(createRequire(import.meta.url).resolve('vega-datasets')));
const OUT = fileURLToPath(new URL('../public/examples/', import.meta.url));

const EXAMPLES = [
  {
    json: 'cars.json',
    file: 'cars.csv',
    name: 'cars',
    question: 'How many miles per gallon does a car get?',
    target: 'miles_per_gallon',
    origin: 'StatLib, 1982',
    // The source has the model year as a date.
    clean: (row) => ({ ...row, Year: Number(row.Year.slice(2, 4)) }),
    draw: (rows) =>
      dots(
        rows,
        (row) => row.Weight_in_lbs,
        (row) => row.Miles_per_Gallon ?? Number.NaN,
      ),
  },
  {
    json: 'penguins.json',
    file: 'penguins.csv',
    name: 'penguins',
    question: 'Which penguin species is it?',
    target: 'species',
    origin: 'Palmer Station Antarctica LTER, CC0',
    // One penguin's sex is ".": unknown.
    clean: (row) => ({ ...row, Sex: row.Sex === '.' ? null : row.Sex }),
    draw: (rows) => {
      const kinds = [...new Set(rows.map((row) => row.Species))];
      return dots(
        rows,
        (row) => row['Flipper Length (mm)'] ?? Number.NaN,
        (row) => row['Beak Length (mm)'] ?? Number.NaN,
        (row) => kinds.indexOf(row.Species),
      );
    },
  },
];

const { version, license } = JSON.parse(await readFile(join(PACKAGE, 'package.json'), 'utf8'));
await mkdir(OUT, { recursive: true });
const list = [];
for (const { json, file, name, question, target, origin, clean, draw } of EXAMPLES) {
  const rows = JSON.parse(await readFile(join(PACKAGE, 'data', json), 'utf8')).map(clean);
  await writeFile(join(OUT, file), csv(rows));
  const source = `${origin}; vega-datasets ${version}, ${json}`;
  list.push({ file, name, question, target, rows: rows.length, source, license, thumbnail: draw(rows) });
}
// One of numbers, text and images each comes first.
list.splice(1, 0, await writeMail(OUT), await writeDigits(OUT));
// Generated to show what can't be learned; their names say that they are made up.
const TEACHING = [
  {
    set: namesToGrades(1),
    file: 'names-to-grades.csv',
    name: 'names to grades (made up)',
    question: 'Does a first name predict a grade?',
    target: 'grade',
    draw: (rows) =>
      dots(
        rows,
        (row) => row[0].charCodeAt(0),
        // A is the best grade.
        (row) => -row[3].charCodeAt(0),
      ),
  },
  {
    set: summerToWinter(1),
    file: 'summer-to-winter.csv',
    name: 'summer to winter (made up)',
    question: 'Do summer sales predict winter sales?',
    target: 'sold',
    order: 'time',
    draw: (rows) =>
      dots(
        rows.map((row, i) => [i, row[4]]),
        ([i]) => i,
        ([, sold]) => sold,
      ),
  },
];
for (const { set, file, draw, ...example } of TEACHING) {
  await writeFile(join(OUT, file), teachingCsv(set));
  const source = 'generated for teaching, not real data';
  list.push({ file, ...example, rows: set.rows.length, source, license: 'Apache-2.0', thumbnail: draw(set.rows) });
}
await writeFile(join(OUT, 'examples.json'), `${JSON.stringify(list, null, 2)}\n`);

function csv(rows) {
  const columns = Object.keys(rows[0]);
  const lines = [columns.map(snakeCase), ...rows.map((row) => columns.map((column) => row[column]))];
  return lines.map((cells) => `${cells.map(cell).join(',')}\n`).join('');
}

function cell(value) {
  const text = value === null || value === undefined ? '' : String(value);
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function snakeCase(name) {
  return name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_|_$/g, '');
}
