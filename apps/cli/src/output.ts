import { StepwellError } from '@stepwell/base/errors';
import { once } from 'node:events';
import { open, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { usage } from './command/usage-error.ts';

/** Stands for the standard output in place of a file. */
export const STDOUT = '-';

/**
 * Where a command writes what people read.
 *
 * @param paths where its results go: if one goes to the standard output, nothing else does.
 */
export function streamBeside(...paths: (string | undefined)[]): NodeJS.WriteStream {
  return paths.includes(STDOUT) ? process.stderr : process.stdout;
}

/**
 * Checks where results are to be written, before anything takes long.
 *
 * @param paths by the name of their options.
 * @throws {UsageError} if a folder is missing, or two results would go to the standard output.
 */
export async function checkOutputs(paths: Record<string, string | undefined>): Promise<void> {
  const toStdout = Object.keys(paths).filter((option) => paths[option] === STDOUT);
  if (toStdout.length > 1) {
    throw usage(`Only one result can go to the standard output: give --${toStdout[1]} a file.`);
  }
  for (const [option, path] of Object.entries(paths)) {
    if (path === undefined || path === STDOUT) continue;
    const folder = dirname(path);
    const found = await stat(folder).catch(() => null);
    if (found?.isDirectory() !== true) {
      throw usage(`--${option} ${path}: there is no folder "${folder}". Create it, or choose another file.`);
    }
    if ((await stat(path).catch(() => null))?.isDirectory() === true) {
      throw usage(`--${option} ${path}: this is a folder. Name a file.`);
    }
  }
}

/** Writes a result to a file, or to the standard output for `-`. @throws {StepwellError} `invalid_request` if it can't. */
export async function writeOutput(path: string, text: string | Uint8Array): Promise<void> {
  if (path === STDOUT) {
    process.stdout.write(text);
    return;
  }
  await writeFile(path, text).catch((cause: unknown) => {
    throw unwritable(path, cause);
  });
}

/** Writes a long result while it comes. @throws as `writeOutput` does. */
export async function writePieces(path: string, first: string, others: AsyncIterable<string>): Promise<void> {
  if (path === STDOUT) {
    for await (const piece of pieces(first, others)) {
      if (!process.stdout.write(piece)) await once(process.stdout, 'drain');
    }
    return;
  }
  const file = await open(path, 'w').catch((cause: unknown) => {
    throw unwritable(path, cause);
  });
  try {
    for await (const piece of pieces(first, others)) {
      await file.appendFile(piece).catch((cause: unknown) => {
        throw unwritable(path, cause);
      });
    }
  } finally {
    await file.close();
  }
}

async function* pieces(first: string, others: AsyncIterable<string>): AsyncGenerator<string, void> {
  yield first;
  yield* others;
}

function unwritable(path: string, cause: unknown): StepwellError {
  return new StepwellError(
    'invalid_request',
    `${path} can't be written. Check that there is room, and that you may write there.`,
    { cause },
  );
}

/** Writes a result as JSON. @param path a file, or `-`; nothing is written if undefined. */
export async function writeJson(path: string | undefined, value: unknown): Promise<void> {
  if (path !== undefined) await writeOutput(path, `${JSON.stringify(value, null, 2)}\n`);
}
