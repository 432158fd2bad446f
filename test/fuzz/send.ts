import { Agent, request } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import type { AnyRequest } from './any-request.ts';

/** What came back, and how long it took. */
export interface Answered {
  status: number;
  body: string;
  milliseconds: number;
}

/** Longer than any answer may take: it is then one that hangs. */
const GIVEN_UP_MS = 20_000;
const agent = new Agent({ keepAlive: true, maxSockets: 16 });

/** Sends a request as it is: method, path and headers that a browser would never send. */
export function send(origin: string, { method, path, headers, body }: AnyRequest): Promise<Answered> {
  const began = performance.now();
  const { hostname, port } = new URL(origin);
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        agent,
        host: hostname,
        port,
        method,
        path,
        headers: { ...headers, ...(body === null ? {} : { 'content-length': body.length }) },
        timeout: GIVEN_UP_MS,
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            body: unpack(Buffer.concat(chunks), response.headers['content-encoding']).toString('utf8'),
            milliseconds: performance.now() - began,
          }),
        );
      },
    );
    sent.on('timeout', () => sent.destroy(new Error('no answer')));
    sent.on('error', reject);
    sent.end(body ?? undefined);
  });
}

function unpack(bytes: Buffer, encoding: string | undefined): Buffer {
  if (bytes.length === 0) return bytes;
  if (encoding === 'gzip') return gunzipSync(bytes);
  return encoding === 'br' ? brotliDecompressSync(bytes) : bytes;
}
