import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { PYTHON, ONE_THREAD } from '../peers.ts';

const HERE = import.meta.dirname;
const DUCKDB = '@duckdb/duckdb-wasm@1.32.0';

/** Another reader of CSV, in a process of its own. */
export interface PeerReader {
  name: string;
  /** @returns seconds that it took to read a file. */
  read(path: string, decimal: '.' | ','): Promise<number>;
  stop(): void;
}

/** pandas' C parser, of Debian's python3-pandas. */
export function startPandas(): Promise<PeerReader> {
  return start('pandas', PYTHON, ['-u', join(HERE, 'time_pandas.py')], () => {});
}

/** DuckDB-WASM, installed for this run alone. */
export async function startDuckdb(): Promise<PeerReader> {
  const folder = mkdtempSync(join(tmpdir(), 'stepwell-duckdb-'));
  writeFileSync(join(folder, 'package.json'), '{}');
  execFileSync('npm', ['install', '--silent', '--no-audit', '--no-fund', DUCKDB], { cwd: folder, stdio: 'inherit' });
  return start('DuckDB-WASM', process.execPath, [join(HERE, 'time-duckdb.mjs'), folder], () =>
    rmSync(folder, { recursive: true, force: true }),
  );
}

async function start(name: string, program: string, args: string[], onStop: () => void): Promise<PeerReader> {
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'], env: ONE_THREAD });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const answer = async () => {
    const { value, done } = await lines.next();
    if (done === true) throw new Error(`${name} ended; is it installed?`);
    return value;
  };
  const version = await answer();
  return {
    name: `${name} ${version}`,
    async read(path, decimal) {
      child.stdin.write(`${path}\t${decimal}\n`);
      return Number((await answer()).split(' ')[0]);
    },
    stop() {
      child.stdin.end();
      onStop();
    },
  };
}
