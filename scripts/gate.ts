// The whole gate: `npm test`. First the checks beside the builds of the Worker and the dashboard, then the tests in Node and workerd
// beside those in a browser. Everything runs to its end, whatever fails; the output comes in a fixed order, as if one
// step had followed the other.
import { spawn } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isNewer } from '../apps/cli/src/stack/sources.ts';
import { PROJECT } from '../apps/cli/src/stack/wrangler.ts';
import { InOrder } from './in-order.ts';

/** A step that is named in the output, and the npm script that does it. */
interface Step {
  name: string;
  script: string;
}

/** How a step ended. */
interface Outcome {
  name: string;
  passed: boolean;
  seconds: number;
}

const KERNELS = { name: 'kernels', script: 'build:kernels' };
/** One after the other, beside the builds: each of them uses what cores there are. */
const CHECKS = [
  { name: 'types', script: 'types' },
  { name: 'lint', script: 'lint' },
  { name: 'format', script: 'format:check' },
];
const BUILDS = [
  { name: 'Worker', script: 'build:worker' },
  { name: 'dashboard', script: 'build:dashboard' },
];
const TESTS = [
  { name: 'tests in Node and workerd', script: 'test:code' },
  { name: 'tests in a browser', script: 'test:screens' },
];
const RESULTS = join(PROJECT, 'test-results');
/** What an earlier gate reported is no report of this one. */
const REPORTS = ['checks.json', 'vitest.json', 'playwright.json'];
/** Next would check the same types again. */
const ENVIRONMENT = { ...process.env, STEPWELL_TYPES: 'checked' };

const output = new InOrder((text) => process.stdout.write(text));
const outcomes: Outcome[] = [];

function run({ name, script }: Step): Promise<void> {
  const began = Date.now();
  const section = output.open();
  section.write(`\n── ${name} (npm run ${script})\n`);
  return new Promise((resolve) => {
    const child = spawn('npm', ['run', '--silent', script], {
      cwd: PROJECT,
      env: ENVIRONMENT,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.on('data', (chunk: Buffer) => section.write(chunk));
    child.stderr.on('data', (chunk: Buffer) => section.write(chunk));
    const end = (passed: boolean) => {
      const seconds = (Date.now() - began) / 1000;
      outcomes.push({ name, passed, seconds });
      section.write(`── ${name}: ${passed ? 'passed' : 'FAILED'} in ${seconds.toFixed(0)} s\n`);
      section.close();
      resolve();
    };
    child.once('error', (error) => {
      section.write(`${String(error)}\n`);
      end(false);
    });
    child.once('close', (code) => end(code === 0));
  });
}

async function inTurn(steps: Step[]): Promise<void> {
  for (const step of steps) await run(step);
}

for (const report of REPORTS) await rm(join(RESULTS, report), { force: true });
const inPackages = (...path: string[]) => join(PROJECT, 'packages', ...path);
const ofKernels = ['assembly', 'scripts', 'asconfig.json', 'package.json'].map((path) => inPackages('backend', path));
const ofProgram = ['base', 'data', 'metrics', 'workflow', 'model'].map((name) => inPackages(name, 'src'));
const isBuilt =
  (await isNewer(inPackages('backend', 'kernels.wasm'), ofKernels)) &&
  (await isNewer(inPackages('model', 'standalone.txt'), ofProgram));
if (!isBuilt) await run(KERNELS);
await Promise.all([inTurn(CHECKS), inTurn(BUILDS)]);
await Promise.all(TESTS.map(run));

const failed = outcomes.filter(({ passed }) => !passed);
await mkdir(RESULTS, { recursive: true });
// Tests are counted from their own reports.
const checks = outcomes.filter(({ name }) => !TESTS.some((test) => test.name === name));
await writeFile(join(RESULTS, 'checks.json'), JSON.stringify(checks));
const summary = outcomes.map(({ name, passed, seconds }) => `${passed ? '✓' : '✘'} ${name} ${seconds.toFixed(0)} s`);
console.log(`\n${summary.join('\n')}`);
if (failed.length > 0) console.error(`Failed: ${failed.map(({ name }) => name).join(', ')}`);
process.exitCode = failed.length > 0 ? 1 : 0;
