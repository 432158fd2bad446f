import { join } from 'node:path';
import { startWorker } from '../apps/cli/src/stack/worker-process.ts';
import { PROJECT } from '../apps/cli/src/stack/wrangler.ts';

/** A Worker of this folder that runs in workerd on a loopback port. */
export interface BenchServer {
  processGroup: number | null;
  /** @returns the JSON that a request is answered with. */
  ask(path: string, query: Record<string, string | number>): Promise<unknown>;
  /** Posts bytes. */
  send(path: string, body: Uint8Array<ArrayBuffer>): Promise<void>;
  /** @returns milliseconds that a request takes. */
  time(path: string, query: Record<string, string | number>): Promise<number>;
  stop(): Promise<void>;
}

/**
 * Starts a Worker.
 *
 * @param config a file of this folder.
 * @param persistTo where R2 keeps its objects.
 */
export async function startServer(config: string, persistTo: string): Promise<BenchServer> {
  const worker = await startWorker({ persistTo, config: join(PROJECT, 'bench', config) });
  const ask: BenchServer['ask'] = async (path, query) => {
    const url = new URL(path, worker.url);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, String(value));
    const response = await fetch(url);
    if (!response.ok)
      throw new Error(`${url.href} answered ${response.status}; see the logs in ${join(PROJECT, '.stepwell')}.`);
    return response.json();
  };
  const send: BenchServer['send'] = async (path, body) => {
    const response = await fetch(new URL(path, worker.url), { method: 'POST', body });
    if (!response.ok) throw new Error(`POST /${path} answered ${response.status}.`);
  };
  const time: BenchServer['time'] = async (path, query) => {
    const start = performance.now();
    await ask(path, query);
    return performance.now() - start;
  };
  return { processGroup: worker.processGroup, ask, send, time, stop: () => worker.stop() };
}
