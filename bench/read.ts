/**
 * How fast files are read, and what it takes: `npm run bench:read`.
 *
 * In Node, MB a second of this reader beside csv-parse alone, which only cuts records, on the same text: median of three runs in
 * turns. In workerd, the time of a whole upload and the most memory that its process held, beside an upload of ten rows.
 */
import { parse } from 'csv-parse/stream';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generator } from '@stepwell/base/random';
import { UPLOAD_LIMITS } from '@stepwell/data/archive';
import { readDelimited } from '@stepwell/data/delimited';
import { connect, ask } from '../apps/cli/src/client.ts';
import { startStack } from '../apps/cli/src/stack/stack.ts';

const PORT = 8795;
const RUNS = 3;
const CHUNK = 65_536;
const MB = 1e6;

/** A table of numbers and categories, half and half, as CSV. */
function csvOf(megabytes: number, decimal: '.' | ',' = '.'): Uint8Array<ArrayBuffer> {
  const random = generator(1, 'bench', 'read');
  const words = ['northern', 'southern', 'eastern-ish', 'western-ish', 'central', 'coastal', 'mountainous'];
  const delimiter = decimal === '.' ? ',' : ';';
  const columns = 10;
  const lines = [Array.from({ length: columns }, (_, i) => `c${i}`).join(delimiter)];
  for (let bytes = 0; bytes < megabytes * MB;) {
    const line = Array.from({ length: columns }, (_, i) =>
      i % 2 === 0
        ? ((random.uniform() - 0.5) * 1e4).toFixed(7).replace('.', decimal)
        : words[random.below(words.length)]!,
    ).join(delimiter);
    lines.push(line);
    bytes += line.length + 1;
  }
  return new TextEncoder().encode(lines.join('\n'));
}

async function* chunksOf(bytes: Uint8Array): AsyncGenerator<Uint8Array, void> {
  for (let at = 0; at < bytes.length; at += CHUNK) yield bytes.subarray(at, at + CHUNK);
}

async function ours(bytes: Uint8Array): Promise<number> {
  return (await readDelimited(chunksOf(bytes), UPLOAD_LIMITS)).table.rows;
}

async function csvParse(bytes: Uint8Array): Promise<number> {
  const parser: TransformStream<Uint8Array, string[]> = parse({ delimiter: ',' });
  const writer = parser.writable.getWriter();
  const feeding = (async () => {
    for await (const chunk of chunksOf(bytes)) await writer.write(chunk);
    await writer.close();
  })();
  let rows = -1;
  for await (const _ of parser.readable) rows++;
  await feeding;
  return rows;
}

async function speed(read: (bytes: Uint8Array) => Promise<number>, bytes: Uint8Array): Promise<number> {
  const began = performance.now();
  await read(bytes);
  return bytes.length / MB / ((performance.now() - began) / 1_000);
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

const bytes = csvOf(30);
const commas = csvOf(30, ',');
const speeds = { ours: [] as number[], commas: [] as number[], 'csv-parse': [] as number[] };
await ours(csvOf(2));
for (let run = 0; run < RUNS; run++) {
  speeds.ours.push(await speed(ours, bytes));
  speeds.commas.push(await speed(ours, commas));
  speeds['csv-parse'].push(await speed(csvParse, bytes));
}
const peer = median(speeds['csv-parse']);
console.log('In Node, 30 MB of numbers and categories:');
for (const [name, each] of Object.entries(speeds)) {
  const label = { ours: 'this reader', commas: 'this reader, decimal commas', 'csv-parse': 'csv-parse alone' }[name];
  console.log(`  ${label}: ${median(each).toFixed(1)} MB/s, ${(median(each) / peer).toFixed(2)} times csv-parse`);
}

const folder = mkdtempSync(join(tmpdir(), 'stepwell-bench-'));
const stack = await startStack({ port: PORT, persistTo: folder, reuse: false, quiet: true, dashboard: false });
try {
  const client = connect(stack.url);
  const upload = async (body: Uint8Array<ArrayBuffer>) => {
    const init = { body, headers: { 'content-type': 'text/csv' } };
    const began = performance.now();
    const { rows } = await ask(() => client.api.datasets.$post({ query: {} }, { init }));
    return { rows, seconds: (performance.now() - began) / 1_000 };
  };
  await upload(csvOf(0.001));
  const idle = peakOfWorkers(stack.processGroup!);
  const large = csvOf(90);
  const { rows, seconds } = await upload(large);
  const peak = peakOfWorkers(stack.processGroup!);
  console.log(
    `In workerd, an upload of ${(large.length / MB).toFixed(0)} MB, ${rows} rows: ${seconds.toFixed(1)} s, ${(large.length / MB / seconds).toFixed(1)} MB/s; peak of the process ${peak.toFixed(0)} MB, ${(peak - idle).toFixed(0)} MB more than with ten rows (R2 and D1 of this machine included)`,
  );
} finally {
  await stack.stop();
  rmSync(folder, { recursive: true, force: true });
}

/** The most memory that one workerd of a process group has held, in MB. */
function peakOfWorkers(group: number): number {
  const listed = execFileSync('ps', ['-eo', 'pid=,pgid=,comm='], { encoding: 'utf8' });
  const pids = listed
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, pgid, name]) => Number(pgid) === group && name === 'workerd')
    .map(([pid]) => pid!);
  return Math.max(
    ...pids.map((pid) => Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1e3),
  );
}
