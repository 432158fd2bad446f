/** Milliseconds until the backend is ready in a fresh process, modules compiled: `npm run bench:start-up`. */
import { execFileSync } from 'node:child_process';

const PROCESSES = 15;
const SCRIPT = `
import { startBackend } from '@stepwell/backend';
import { compileModules } from '@stepwell/backend/node';
const modules = await compileModules();
const from = performance.now();
await startBackend(modules);
console.log(performance.now() - from);
`;

const times = Array.from({ length: PROCESSES }, () =>
  Number(
    execFileSync(process.execPath, ['--input-type=module', '--eval', SCRIPT], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }),
  ),
).toSorted((a, b) => a - b);
console.log(`backend ready in ${times[Math.floor(PROCESSES / 2)]!.toFixed(1)} ms (median of ${PROCESSES} processes)`);
