const MOST_FRAMES = 12;
const MOST_CAUSES = 4;

/** Messages of D1 and R2 about themselves, without stored data. */
const OF_PLATFORM = /^(?:D1_ERROR: |R2_ERROR: |(?:head|get|put|delete|list): .+ \(\d+\)$)/;
/** A stack frame. */
const FRAME = /^\s+at (?:(?:async |new )?[^\s():]+(?: \[as \w+\])? \()?(?:async )?[^\s()]*:\d+:\d+\)?$/;

/** A thrown error as logged. */
export interface Fault {
  name: string;
  code?: string;
  message?: string;
  stack: string[];
}

/**
 * Logs an internal error: its kind, its place in the code, and its causes. Messages may quote data, so only those of the
 * storage are logged.
 *
 * @param what the operation that failed.
 */
export function logFault(what: string, thrown: unknown): void {
  console.error(JSON.stringify({ at: new Date().toISOString(), fault: what, causes: faultsOf(thrown) }));
}

/** @returns the error and its causes, without anything that may quote data. */
export function faultsOf(thrown: unknown): Fault[] {
  const faults: Fault[] = [];
  for (let at = thrown; at instanceof Error && faults.length < MOST_CAUSES; at = at.cause) faults.push(faultOf(at));
  return faults;
}

function faultOf(error: Error): Fault {
  const { name, message } = error;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : null;
  return {
    name,
    ...(code === null ? {} : { code }),
    ...(OF_PLATFORM.test(message) && !message.includes('\n') ? { message } : {}),
    stack: framesOf(error).slice(0, MOST_FRAMES),
  };
}

/** @returns the stack frames after the message, whose lines may look like frames. */
function framesOf({ message, stack = '' }: Error): string[] {
  const at = stack.indexOf(message);
  if (at < 0) return [];
  const lines = stack.slice(at + message.length).split('\n');
  return lines.filter((line) => FRAME.test(line)).map((line) => line.trim());
}
