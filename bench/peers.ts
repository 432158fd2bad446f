import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { PROJECT } from '../apps/cli/src/stack/wrangler.ts';
import { field, numbersOf } from './json.ts';

export const PYTHON = '/usr/bin/python3';

/** OpenBLAS, which multiplies Debian's matrices, asks these and not `torch.set_num_threads`. */
export const ONE_THREAD = { ...process.env, OPENBLAS_NUM_THREADS: '1', OMP_NUM_THREADS: '1', MKL_NUM_THREADS: '1' };

/** Ways in which PyTorch multiplies sparse rows, see `sparse_product` in peers.py. */
export const SPARSE_FORMS = ['csr', 'embedding-bag', 'two-bags'] as const;

/** How PyTorch takes a case's rows: `dense` as anyone writes it. */
export type PeerForm = 'dense' | 'channels-last' | 'two-bags-ahead' | (typeof SPARSE_FORMS)[number];

/** PyTorch in a process of its own. */
export interface Peers {
  /** Sets the bytes that rows of pixels are made of. */
  setPixels(bytes: Uint8Array): Promise<void>;
  /** @returns milliseconds of so many steps from the initial weights. */
  time(request: PeerRequest): Promise<number>;
  /** @returns the losses before each of so many steps. */
  losses(request: PeerRequest): Promise<number[]>;
  stop(): void;
}

/** What PyTorch shall train. */
export interface PeerRequest {
  case: string;
  form: PeerForm;
  count: number;
  epsilon: number;
}

/**
 * Starts PyTorch.
 *
 * @throws {Error} that says how to install it, when it is not there.
 */
export async function startPeers(): Promise<Peers> {
  const child = spawn(PYTHON, ['-u', join(PROJECT, 'bench', 'peers.py')], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: ONE_THREAD,
  });
  const failed = new Promise<never>((_, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`PyTorch's process ended with code ${code}.`)));
  });
  failed.catch(() => undefined);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const answer = async (): Promise<unknown> => {
    const { value } = await Promise.race([lines.next(), failed]);
    return JSON.parse(value ?? 'null');
  };
  const greeting = await answer().catch((cause: unknown) => ({ missing: String(cause) }));
  if (field(greeting, 'torch') === undefined) {
    throw new Error(
      `--peers compares with PyTorch, which ${PYTHON} can't import (${String(field(greeting, 'missing'))}). Install it with: apt-get install python3-torch`,
    );
  }
  const ask = (request: object): Promise<unknown> => {
    child.stdin.write(`${JSON.stringify(request)}\n`);
    return answer();
  };
  return {
    setPixels: async (bytes) => void (await ask({ pixels: Buffer.from(bytes).toString('base64') })),
    time: async (request) => Number(field(await ask(request), 'seconds')) * 1_000,
    losses: async (request) => numbersOf(await ask({ ...request, losses: true }), 'losses'),
    stop: () => child.stdin.end(),
  };
}
