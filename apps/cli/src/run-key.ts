import { open, unlink, type FileHandle } from 'node:fs/promises';
import { usage } from './command/usage-error.ts';

/** Only the owner may read and write it. */
const PRIVATE = 0o600;

/**
 * Prints a run's edit key, and the link that hands it over to a browser: on the progress stream if that is a terminal. Where the
 * output is piped, they go to the standard error, so that they aren't passed on to other programs, logs and files.
 */
export function printKey({ url, key }: { url: string; key: string }, out: NodeJS.WriteStream): void {
  printSecret('key', key, out);
  // In the fragment, which browsers don't send: the page keeps the key and lists the run.
  printSecret('browser', `${url}#key=${key}`, out);
}

/** Prints another secret likewise. @param name of at most nine characters. */
export function printSecret(name: string, secret: string, out: NodeJS.WriteStream): void {
  (out.isTTY ? out : process.stderr).write(`${name.padEnd(10)}${secret}\n`);
}

/** A new file for a run's edit key, which only its owner can read. */
export interface KeyFile {
  path: string;
  write(key: string): Promise<void>;
  /** Removes the file if no key was written. */
  close(): Promise<void>;
}

/** Creates a file for a key that is not yet known. @throws {UsageError} if there is one, which may have another run's key. */
export async function createKeyFile(path: string): Promise<KeyFile> {
  let file: FileHandle;
  try {
    file = await open(path, 'wx', PRIVATE);
  } catch (cause) {
    const exists = cause instanceof Error && 'code' in cause && cause.code === 'EEXIST';
    throw usage(
      exists
        ? `--key-file ${path}: the file is already there, and may have the key of another run. Choose another name.`
        : `--key-file ${path} can't be created. Check that its folder is there, and that you may write to it.`,
    );
  }
  let isWritten = false;
  return {
    path,
    write: async (key) => {
      await file.writeFile(`${key}\n`);
      isWritten = true;
    },
    close: async () => {
      await file.close();
      if (!isWritten) await unlink(path);
    },
  };
}
