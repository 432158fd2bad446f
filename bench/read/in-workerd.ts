import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ask, connect } from '../../apps/cli/src/client.ts';
import { startStack } from '../../apps/cli/src/stack/stack.ts';
import { heldByIsolate } from '../load/held-by-isolate.ts';
import { csvOf, type BenchFile } from './files.ts';

const PORT = 8795;
const INSPECTOR = 8796;
const MB = 1e6;
/** Between two looks at what the isolate holds. */
const LOOK_MS = 100;

/** Prints, for each file, how long its upload takes and the most that the isolate and its process held. */
export async function benchInWorkerd(files: readonly (() => BenchFile)[]): Promise<void> {
  for (const make of files) {
    const folder = mkdtempSync(join(tmpdir(), 'stepwell-bench-'));
    const stack = await startStack({
      port: PORT,
      inspectorPort: INSPECTOR,
      persistTo: folder,
      reuse: false,
      quiet: true,
      dashboard: false,
    });
    try {
      const client = connect(stack.url);
      const upload = ({ bytes, type }: BenchFile) =>
        ask(() =>
          client.api.datasets.$post({ query: {} }, { init: { body: bytes, headers: { 'content-type': type } } }),
        );
      await upload(csvOf(0.001));
      const idle = peakOfWorkers(stack.processGroup!);
      const file = make();
      const began = performance.now();
      const { rows } = await upload(file);
      const seconds = (performance.now() - began) / 1_000;
      const peak = peakOfWorkers(stack.processGroup!) - idle;
      // Once more, since looking takes time.
      const watch = watchIsolate();
      await upload(file);
      const held = await watch.stop();
      const size = file.bytes.length / MB;
      console.log(
        `  ${file.name}, ${size.toFixed(0)} MB, ${rows} rows: ${seconds.toFixed(1)} s, ${(size / seconds).toFixed(1)} MB/s; the isolate held up to ${(held / MB).toFixed(0)} MB; its process ${peak.toFixed(0)} MB more than for ten rows, R2 and D1 of this machine included`,
      );
    } finally {
      await stack.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  }
}

/** Looks at what the isolate holds, garbage collected, until it is stopped. */
function watchIsolate(): { stop: () => Promise<number> } {
  let most = 0;
  const watched = { isOver: false };
  const watching = (async () => {
    while (!watched.isOver) {
      const held = await heldByIsolate(INSPECTOR);
      most = Math.max(most, held);
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
  })();
  return {
    stop: async () => {
      watched.isOver = true;
      await watching;
      return most;
    },
  };
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
