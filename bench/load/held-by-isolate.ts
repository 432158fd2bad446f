import { z } from 'zod';
import { WebSocket } from 'ws';
import { inspectorUrl } from '../../apps/cli/src/stack/local-worker-options.ts';

const usage = z.object({
  id: z.literal(2),
  result: z.object({ usedSize: z.number(), backingStorageSize: z.number(), embedderHeapUsedSize: z.number() }),
});

/**
 * What an isolate holds when its garbage has been collected: objects and buffers, the WebAssembly heap among them.
 *
 * @param port of the inspector.
 * @returns bytes.
 */
export async function heldByIsolate(port: number): Promise<number> {
  const socket = new WebSocket(inspectorUrl(port));
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  const held = new Promise<number>((resolve) => {
    socket.on('message', (data: Buffer) => {
      const parsed = usage.safeParse(JSON.parse(data.toString()));
      if (!parsed.success) return;
      const { usedSize, backingStorageSize, embedderHeapUsedSize } = parsed.data.result;
      resolve(usedSize + backingStorageSize + embedderHeapUsedSize);
    });
  });
  socket.send(JSON.stringify({ id: 1, method: 'HeapProfiler.collectGarbage' }));
  socket.send(JSON.stringify({ id: 2, method: 'Runtime.getHeapUsage' }));
  const bytes = await held;
  socket.close();
  return bytes;
}
