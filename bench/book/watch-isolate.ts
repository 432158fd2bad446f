import { z } from 'zod';
import { WebSocket } from 'ws';
import { inspectorUrl } from '../../apps/cli/src/stack/local-worker-options.ts';

/** What an isolate held at its most, in bytes, with what was garbage collected first: it has to fit into 128 MB. */
export interface IsolatePeak {
  /** JavaScript's objects and all array buffers, the WebAssembly heap among them. */
  total: number;
  /** Of these the array buffers. */
  buffers: number;
}

const usage = z.object({
  result: z.object({ usedSize: z.number(), backingStorageSize: z.number(), embedderHeapUsedSize: z.number() }),
});
const EVERY_MS = 500;

/**
 * Asks an isolate again and again what it holds, by Chrome's protocol: whenever it turns to its messages, which is between
 * the awaits of a step. Without the collection it would be what V8 has not cared to collect yet: nothing presses it here.
 *
 * @param port of the inspector.
 * @returns a function that ends the watch and gives the most that was seen since it was last called.
 */
export async function watchIsolate(port: number): Promise<{ peak(): IsolatePeak; stop(): void }> {
  const socket = new WebSocket(inspectorUrl(port));
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  let most: IsolatePeak = { total: 0, buffers: 0 };
  let id = 0;
  socket.on('message', (data: Buffer) => {
    const parsed = usage.safeParse(JSON.parse(data.toString()));
    if (!parsed.success) return;
    const { usedSize, backingStorageSize, embedderHeapUsedSize } = parsed.data.result;
    const total = usedSize + backingStorageSize + embedderHeapUsedSize;
    if (total > most.total) most = { total, buffers: backingStorageSize };
  });
  const send = (method: string) => socket.send(JSON.stringify({ id: ++id, method }));
  const timer = setInterval(() => {
    send('HeapProfiler.collectGarbage');
    send('Runtime.getHeapUsage');
  }, EVERY_MS);
  return {
    peak() {
      const seen = most;
      most = { total: 0, buffers: 0 };
      return seen;
    },
    stop() {
      clearInterval(timer);
      socket.close();
    },
  };
}
