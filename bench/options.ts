import { parseArgs } from 'node:util';
import { CASES } from './cases.ts';

/** What `npm run bench` was asked for. */
export interface BenchOptions {
  peers: boolean;
  json: string | null;
  caseName: string | null;
  rounds: number;
}

/** How to call it. */
export const USAGE = `npm run bench -- [--peers] [--case NAME] [--rounds N] [--json FILE]
  --peers      beside PyTorch: needs /usr/bin/python3 with torch
  --case NAME  only one training step: ${CASES.map(({ name }) => name).join(', ')}
  --rounds N   how often everything is measured in turns; 9 unless told
  --json FILE  writes the training steps there`;

/** @throws {Error} when an option is not known or its value not possible. */
export function parseOptions(args: string[]): BenchOptions {
  const { values } = parseArgs({
    args,
    options: {
      peers: { type: 'boolean', default: false },
      json: { type: 'string' },
      case: { type: 'string' },
      rounds: { type: 'string', default: '9' },
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
  return { peers: values.peers, json: values.json ?? null, caseName: values.case ?? null, rounds };
}
