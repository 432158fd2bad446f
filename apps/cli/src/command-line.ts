import { ERROR_CODES, StepwellError } from '@stepwell/base/errors';
import { alarm, quiet } from './command/style.ts';
import { UsageError } from './command/usage-error.ts';
import { EXIT } from './exit-codes.ts';
import { endOnSignals } from './interrupt.ts';
import { main, placeOfHelp } from './main.ts';

// Whoever reads the output may close it early, as `head` does.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? EXIT.done : EXIT.failed));
}
endOnSignals();

const argv = process.argv.slice(2);
try {
  process.exitCode = await main(argv);
} catch (error) {
  process.exitCode = tell(error);
}

/** Writes an error to the standard error. @returns its exit code. */
function tell(error: unknown): number {
  const { stderr } = process;
  const label = alarm('stepwell:', stderr);
  if (error instanceof StepwellError) {
    stderr.write(`${label} ${error.message} ${quiet(`[${error.code}]`, stderr)}\n`);
    if (error instanceof UsageError) stderr.write(`See ${placeOfHelp(argv)}\n`);
    return ERROR_CODES[error.code].exit;
  }
  const words = error instanceof Error ? (error.stack ?? error.message) : String(error);
  stderr.write(`${label} This is a fault in Stepwell. ${words} ${quiet('[internal]', stderr)}\n`);
  return ERROR_CODES.internal.exit;
}
