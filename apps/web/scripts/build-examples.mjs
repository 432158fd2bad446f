// Writes the shipped sets into public/examples: real ones from installed packages, teaching ones from a seed.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { namesToGrades, summerToWinter, teachingCsv } from '@stepwell/data/teaching';
import { writeDigits } from './example-digits.mjs';
import { writeMail } from './example-mail.mjs';
import { dots } from './example-pictures.mjs';

const PACKAGE = dirname(dirname(createRequire(import.meta.url).resolve('vega-datasets')));
const OUT = fileURLToPath(new URL('../public/examples/', import.meta.url));

const EXAMPLES = [
  {
    json: 'cars.json',
    file: 'cars.csv',
    name: 'cars',
    question: 'How far does a car go on a gallon?',
    target: 'miles_per_gallon',
    origin: 'StatLib, 1982',
    // The source writes the model year as a day.
    mend: (row) => ({ ...row, Year: Number(row.Year.slice(2, 4)) }),
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
    question: 'Which penguin is it?',
    target: 'species',
    origin: 'Palmer Station Antarctica LTER, CC0',
    // One penguin's sex is a lone dot: not known.
    mend: (row) => ({ ...row, Sex: row.Sex === '.' ? null : row.Sex }),
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
for (const { json, file, name, question, target, origin, mend, draw } of EXAMPLES) {
  const rows = JSON.parse(await readFile(join(PACKAGE, 'data', json), 'utf8')).map(mend);
  await writeFile(join(OUT, file), csv(rows));
  const source = `${origin}; vega-datasets ${version}, ${json}`;
  list.push({ file, name, question, target, rows: rows.length, source, licence: license, picture: draw(rows) });
}
// Numbers, texts and images first, one of each.
list.splice(1, 0, await writeMail(OUT), await writeDigits(OUT));
// Made from a seed, to show what can't be learned; the names say so.
const TEACHING = [
  {
    set: namesToGrades(1),
    file: 'names-to-grades.csv',
    name: 'names to grades (made up)',
    question: 'Does a first name say anything about a grade?',
    target: 'grade',
    draw: (rows) =>
      dots(
        rows,
        (row) => row[0].charCodeAt(0),
        // A is the best of them.
        (row) => -row[3].charCodeAt(0),
      ),
  },
  {
    set: summerToWinter(1),
    file: 'summer-to-winter.csv',
    name: 'summer to winter (made up)',
    question: "Do August's sales predict January's?",
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
  const source = 'drawn from a seed for teaching, no real data';
  list.push({ file, ...example, rows: set.rows.length, source, licence: 'Apache-2.0', picture: draw(set.rows) });
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
