import { StepwellError } from '@stepwell/base/errors';

const MOST_LENGTH = 1_024;

/**
 * Lets only paths pass that stay inside of where an archive would be unpacked. Nothing is ever written by them here;
 * an archive that holds others was made to do harm.
 *
 * @throws {StepwellError} `unsafe_path`.
 */
export function checkPath(path: string): void {
  const isSafe =
    path.length <= MOST_LENGTH &&
    !path.startsWith('/') &&
    !/^[A-Za-z]:/.test(path) &&
    !path.includes('\\') &&
    !path.includes('\0') &&
    !path.split('/').includes('..');
  if (isSafe) return;
  throw new StepwellError(
    'unsafe_path',
    `The archive contains the unsafe path ${JSON.stringify(path.slice(0, 80))}. Paths must be relative, separated by "/", without "..". Pack the folder again with a standard program.`,
  );
}
