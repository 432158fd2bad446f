import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { PROJECT } from '../apps/cli/src/stack/wrangler.ts';
import { CASES } from './cases.ts';

/** What `npm run bench` was asked for. */
export interface BenchOptions {
  peers: boolean;
  json: string | null;
  caseName: string | null;
  rounds: number;
  /** Only the matrix products. */
  products: boolean;
  /** The bytes of images, idx3 in gzip; null where the cases of pixels are left out. */
  pixels: string | null;
}

const PIXELS = join(PROJECT, '..', 'shared', 'data', 'mnist', 'train-images-idx3-ubyte.gz');

/** How to call it. */
export const USAGE = `npm run bench -- [--peers] [--case NAME] [--rounds N] [--json FILE] [--pixels FILE] [--products]
  --peers      beside PyTorch: needs /usr/bin/python3 with torch
  --case NAME  only one training step: ${CASES.map(({ name }) => name).join(', ')}
  --rounds N   how often everything is measured in turns; 9 unless told
  --json FILE  writes the training steps there
  --pixels FILE  MNIST's training images; ../shared/data/mnist/train-images-idx3-ubyte.gz unless told, or left out
  --products   only the matrix products`;

/** @throws {Error} when an option is not known or its value not possible. */
export function parseOptions(args: string[]): BenchOptions {
  const { values } = parseArgs({
    args,
    options: {
      peers: { type: 'boolean', default: false },
      json: { type: 'string' },
      case: { type: 'string' },
      rounds: { type: 'string', default: '9' },
      pixels: { type: 'string' },
      products: { type: 'boolean', default: false },
    },
  });
  const rounds = Number(values.rounds);
  if (!Number.isInteger(rounds) || rounds < 1) {
    throw new RangeError(`--rounds was given "${values.rounds}"; it must be a whole number from 1 on.`);
  }
  if (values.case !== undefined && !CASES.some(({ name }) => name === values.case)) {
    throw new RangeError(
      `--case was given "${values.case}"; the cases are ${CASES.map(({ name }) => name).join(', ')}.`,
    );
  }
  const pixels = values.pixels ?? (existsSync(PIXELS) ? PIXELS : null);
  const { peers, json = null, case: caseName = null, products } = values;
  return { pixels, peers, json, caseName, rounds, products };
}
