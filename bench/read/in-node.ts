import { parse } from 'csv-parse/stream';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UPLOAD_LIMITS } from '@stepwell/data/archive';
import { readDelimited } from '@stepwell/data/delimited';
import { csvOf } from './files.ts';
import { startDuckdb, startPandas } from './peers.ts';

const RUNS = 3;
const CHUNK = 65_536;
const MB = 1e6;

async function* chunksOf(bytes: Uint8Array): AsyncGenerator<Uint8Array, void> {
  for (let at = 0; at < bytes.length; at += CHUNK) yield bytes.subarray(at, at + CHUNK);
}

async function ours(bytes: Uint8Array): Promise<void> {
  await readDelimited(chunksOf(bytes), UPLOAD_LIMITS);
}

async function csvParse(bytes: Uint8Array): Promise<void> {
  const parser: TransformStream<Uint8Array, string[]> = parse({ delimiter: ',' });
  const writer = parser.writable.getWriter();
  const feeding = (async () => {
    for await (const chunk of chunksOf(bytes)) await writer.write(chunk);
    await writer.close();
  })();
  for await (const _ of parser.readable);
  await feeding;
}

async function secondsOf(work: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1_000;
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

/** Prints MB a second of this reader and of others on the same text, in turns. */
export async function benchInNode(megabytes: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'stepwell-read-'));
  const [points, commas] = [csvOf(megabytes).bytes, csvOf(megabytes, ',').bytes];
  const paths = { '.': join(folder, 'points.csv'), ',': join(folder, 'commas.csv') };
  writeFileSync(paths['.'], points);
  writeFileSync(paths[','], commas);
  const peers = [await startPandas(), await startDuckdb()];
  const readers: { name: string; seconds: () => Promise<number> }[] = [
    { name: 'this reader', seconds: () => secondsOf(() => ours(points)) },
    { name: 'this reader, decimal commas', seconds: () => secondsOf(() => ours(commas)) },
    { name: 'csv-parse, which only cuts records', seconds: () => secondsOf(() => csvParse(points)) },
    ...peers.flatMap((peer) => [
      { name: peer.name, seconds: () => peer.read(paths['.'], '.') },
      { name: `${peer.name}, decimal commas`, seconds: () => peer.read(paths[','], ',') },
    ]),
  ];
  try {
    await ours(csvOf(2).bytes);
    const seconds = readers.map((): number[] => []);
    for (let run = 0; run < RUNS; run++) {
      for (const [i, reader] of readers.entries()) seconds[i]!.push(await reader.seconds());
    }
    const own = median(seconds[0]!);
    console.log(`In Node, a CSV of ${megabytes} MB, numbers and categories in turns; median of ${RUNS}:`);
    for (const [i, { name }] of readers.entries()) {
      const each = median(seconds[i]!);
      console.log(
        `  ${name}: ${(points.length / MB / each).toFixed(1)} MB/s, ${(own / each).toFixed(2)} times this reader`,
      );
    }
  } finally {
    for (const peer of peers) peer.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
