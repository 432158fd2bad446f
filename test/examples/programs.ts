import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startWorker } from '../../apps/cli/src/stack/worker-process.ts';
import { PROJECT } from '../../apps/cli/src/stack/wrangler.ts';

/** A program of the documentation, and how to run it. */
export interface Program {
  name: string;
  /** Resolves to the lines it printed, and to those that its comments promise. @param service the address of one. */
  run: (service: string) => Promise<{ printed: string[]; promised: (string | RegExp)[] }>;
}

/** Within the project, where its packages are found. */
const SCRATCH = join(PROJECT, 'test-results', 'examples');

/** Lines that a program's comments promise: those at the end of a `console.log`, and those of their own right below. */
export function promisedBy(source: string): string[] {
  const promised: string[] = [];
  let prints = false;
  for (const line of source.split('\n')) {
    const beside = /console\.log\(.*\);(?: \/\/ (.*))?$/.exec(line);
    const below = /^\/\/ (.*)$/.exec(line);
    if (beside !== null) {
      prints = beside[1] === undefined;
      if (beside[1] !== undefined) promised.push(beside[1]);
    } else if (below !== null && prints) promised.push(below[1]!);
    else prints = false;
  }
  return promised;
}

async function runProgram(path: string, ...args: string[]): Promise<string[]> {
  const { stdout } = await promisify(execFile)(process.execPath, [path, ...args], { cwd: PROJECT });
  return stdout.trim().split('\n');
}

async function scratch(): Promise<string> {
  await mkdir(SCRATCH, { recursive: true });
  return mkdtemp(join(SCRATCH, 'run-'));
}

function example(file: string): Program {
  const path = join(PROJECT, 'examples', file);
  return {
    name: `examples/${file}`,
    run: async () => ({ printed: await runProgram(path), promised: promisedBy(await readFile(path, 'utf8')) }),
  };
}

/** The first block of code in a package's README, run as it stands. */
function firstBlock(name: string): Program {
  const readme = join('packages', name, 'README.md');
  return {
    name: `the first lines of ${readme}`,
    run: async () => {
      const text = await readFile(join(PROJECT, readme), 'utf8');
      const [, code] = /```ts\n([\s\S]*?)```/.exec(text) ?? [];
      if (code === undefined) throw new Error(`${readme} has no code.`);
      const folder = await scratch();
      try {
        const path = join(folder, 'readme.ts');
        await writeFile(path, code);
        return { printed: await runProgram(path), promised: promisedBy(code) };
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
  };
}

const trainInAWorker: Program = {
  name: 'examples/train-in-a-worker',
  run: async () => {
    const persistTo = await scratch();
    const config = join(PROJECT, 'examples/train-in-a-worker/wrangler.toml');
    const worker = await startWorker({ persistTo, config });
    try {
      const learned: unknown = await (await fetch(worker.url)).json();
      return {
        printed: [JSON.stringify(learned)],
        promised: [/^\{"slope":(2|1\.999|2\.000)\d*,"intercept":(1|0\.99|1\.00)\d*\}$/],
      };
    } finally {
      await worker.stop();
      await rm(persistTo, { recursive: true, force: true });
    }
  },
};

const driveARun: Program = {
  name: 'examples/drive-a-run.ts',
  run: async (service) => {
    const printed = await runProgram(join(PROJECT, 'examples/drive-a-run.ts'), service);
    return { printed, promised: [/^200 rows$/, /"large"/, /\/r\/\w{22}$/] };
  },
};

const logATraining: Program = {
  name: 'the first lines of packages/log/README.md',
  run: async (service) => {
    const text = await readFile(join(PROJECT, 'packages', 'log', 'README.md'), 'utf8');
    const [, code = ''] = /```ts\n([\s\S]*?)```/.exec(text) ?? [];
    const folder = await scratch();
    const path = join(folder, 'readme.ts');
    await writeFile(path, code.replace('init({', `init({ url: '${service}',`));
    const printed = await runProgram(path);
    await rm(folder, { recursive: true, force: true });
    return { printed, promised: [/\/l\/\w{22}$/] };
  },
};

/** Every program that the documentation shows. */
export const PROGRAMS: Program[] = [
  ...['base', 'data', 'metrics', 'backend', 'workflow', 'model'].map(firstBlock),
  example('read-a-file.ts'),
  example('score-with-intervals.ts'),
  trainInAWorker,
  driveARun,
  logATraining,
];
