import { ERROR_CODES, isErrorCode } from '@stepwell/base/errors';
import type { Report } from '@stepwell/workflow';
import { outcomeOf } from '@stepwell/workflow/headline';

/** What a command exits with. 2 to 5 are those of the error codes: see `ERROR_CODES`. */
export const EXIT = {
  done: 0,
  found: 1,
  changed: 3,
  failed: ERROR_CODES.internal.exit,
  gate: 6,
  unproven: 7,
  interrupted: 130,
} as const;

/** All exit codes, for the help and the documentation. */
export const EXIT_CODES = [
  { code: EXIT.done, meaning: 'Done. A run was tested and works, as the verdict says' },
  {
    code: EXIT.found,
    meaning:
      'Checked, and not all is well: verify found a difference, doctor a problem that is not fixed, book a number outside its tolerance; or predictions end early',
  },
  { code: ERROR_CODES.invalid_request.exit, meaning: 'The arguments, the file or the question are wrong' },
  { code: EXIT.changed, meaning: "The run changed meanwhile, isn't ready for this, or was stopped by a person" },
  { code: ERROR_CODES.forbidden.exit, meaning: 'Not allowed, not found, or over a limit' },
  { code: EXIT.failed, meaning: "The service can't be reached, or failed" },
  { code: EXIT.gate, meaning: 'The gate stopped the run: the verdict says why' },
  { code: EXIT.unproven, meaning: "The run was tested, and the test doesn't show that it works" },
  { code: EXIT.interrupted, meaning: 'Ended by Ctrl-C (143 by SIGTERM, 129 by SIGHUP)' },
] as const;

/** @returns the exit code for a run that ended. */
export function exitOfReport(report: Report): number {
  const { test, run } = report;
  if (run.failure !== null) return isErrorCode(run.failure.code) ? ERROR_CODES[run.failure.code].exit : EXIT.failed;
  if (run.stoppedBy === 'person') return EXIT.changed;
  if (test === null) return EXIT.gate;
  return outcomeOf(report) === 'works' ? EXIT.done : EXIT.unproven;
}
