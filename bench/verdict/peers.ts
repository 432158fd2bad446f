import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readUpload } from '@stepwell/data/archive';
import { labelAt, pixelsAt, type Table } from '@stepwell/data/table';
import { z } from 'zod';
import { PROJECT } from '../../apps/cli/src/stack/wrangler.ts';
import { readFiles } from '../../apps/cli/src/upload.ts';
import type { Outcome } from './outcome.ts';
import type { BenchSet } from './sets.ts';

const PYTHON = '/usr/bin/python3';
/** CPU seconds after which a search begins no further candidate. */
const LIMIT = 600;
/** As Python's libraries of numbers call it. */
const ONE_THREAD = { OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1', MKL_NUM_THREADS: '1' };

const peer = z.object({ seconds: z.number(), test: z.number() });
const peers = z.object({ search: peer.extend({ candidates: z.int() }), boosting: peer });
/** What scikit-learn took for a set, and the scores of its test rows. */
export type Peers = z.infer<typeof peers>;

/** @returns what scikit-learn makes of the rows of a run: a search as wide as the run's own, and boosting. */
export async function peersOf(set: BenchSet, { candidates, asked }: Outcome): Promise<Peers> {
  const folder = mkdtempSync(join(tmpdir(), 'stepwell-verdict-'));
  try {
    const path = join(folder, 'task.json');
    const train = await asCsv(set.files, folder);
    writeFileSync(path, JSON.stringify({ ...asked, train, test: null, candidates, limit: LIMIT }));
    const answer = execFileSync(PYTHON, [join(PROJECT, 'bench', 'verdict-peers.py'), path], {
      encoding: 'utf8',
      env: { ...process.env, ...ONE_THREAD },
    });
    return peers.parse(JSON.parse(answer));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The file that pandas reads: images are written as one column a pixel. */
async function asCsv(files: readonly string[], folder: string): Promise<string> {
  const [first] = files;
  if (files.length === 1 && /\.csv(\.gz)?$/.test(first!)) return first!;
  const { body } = await readFiles([...files]);
  const { table } = await readUpload(body.stream(), { part: null });
  const path = join(folder, 'pixels.csv');
  writeFileSync(path, linesOf(table).join('\n'));
  return path;
}

function linesOf({ columns, rows }: Table): string[] {
  const heads = columns.flatMap((column) =>
    column.kind === 'image' ? Array.from(pixelsAt(column, 0), (_, at) => `${column.name}_${at}`) : [column.name],
  );
  const lines = Array.from({ length: rows }, (_, row) =>
    columns
      .map((column) => (column.kind === 'image' ? pixelsAt(column, row).join(',') : (labelAt(column, row) ?? '')))
      .join(','),
  );
  return [heads.join(','), ...lines];
}
