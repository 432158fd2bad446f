import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { PROJECT } from '../../apps/cli/src/stack/wrangler.ts';
import { ONE_THREAD, PYTHON } from '../peers.ts';

const line = z.object({ name: z.string(), seconds: z.number() });

/**
 * The trainings of an experiment in PyTorch on one thread.
 *
 * @param data the folder of data.
 * @returns seconds by configuration.
 * @throws {Error} where Debian's python3-torch is not installed.
 */
export async function trainInPyTorch(data: string, experiment: string): Promise<Map<string, number>> {
  const script = join(PROJECT, 'bench', 'book', 'peers.py');
  const { stdout } = await promisify(execFile)(PYTHON, [script, data, experiment], { env: ONE_THREAD });
  const lines = stdout.trim().split('\n');
  return new Map(lines.map((text) => line.parse(JSON.parse(text))).map(({ name, seconds }) => [name, seconds]));
}
