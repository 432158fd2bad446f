import { createServer } from 'node:http';

/** A request that the receiver got. */
export interface Received {
  method: string;
  headers: Record<string, string | string[] | undefined>;
  /** Base64. */
  body: string;
}

/**
 * Starts an HTTP server on this machine, which stands for the receivers of alerts. `POST /hooks/NAME?answers=503,200` answers with
 * these statuses, one after the other, then with 204; `GET /received/NAME` lists what came there. It ends with its process.
 *
 * @returns its URL.
 */
export async function startReceiver(): Promise<string> {
  const received = new Map<string, Received[]>();
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://receiver');
    const [, what, name = ''] = pathname.split('/');
    const before = received.get(name) ?? [];
    if (what === 'received') {
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(before));
      return;
    }
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', headers } = request;
      received.set(name, [...before, { method, headers, body: Buffer.concat(chunks).toString('base64') }]);
      const status = Number(searchParams.get('answers')?.split(',')[before.length] ?? '') || 204;
      response
        .writeHead(status, { location: '/hooks/elsewhere', 'retry-after': searchParams.get('after') ?? '' })
        .end();
    });
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  server.unref();
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The receiver has no port.');
  return `http://127.0.0.1:${address.port}`;
}
