const MOST_FRAMES = 12;
const MOST_CAUSES = 4;

/** How D1 and R2 begin what they say of themselves: of storage, not of what is stored. */
const OF_PLATFORM = /^(?:D1_ERROR: |R2_ERROR: |(?:head|get|put|delete|list): .+ \(\d+\)$)/;
/** A line of a stack that says where in the code. */
const FRAME = /^\s+at (?:(?:async |new )?[^\s():]+(?: \[as \w+\])? \()?(?:async )?[^\s()]*:\d+:\d+\)?$/;

/** What the log keeps of something thrown. */
export interface Fault {
  name: string;
  code?: string;
  message?: string;
  stack: string[];
}

/**
 * Writes down a fault of ours: what kind of error it was and where in the code, and what was behind it. Messages are left
 * out, for they may quote data, other than those of storage itself.
 *
 * @param what failed, in words.
 */
export function logFault(what: string, thrown: unknown): void {
  console.error(JSON.stringify({ at: new Date().toISOString(), fault: what, causes: faultsOf(thrown) }));
}

/** @returns what was thrown, and what was behind it, without anything that may quote data. */
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

/** The stack repeats the message, whose lines may look like anything: what counts is what follows it. */
function framesOf({ message, stack = '' }: Error): string[] {
  const at = stack.indexOf(message);
  if (at < 0) return [];
  const lines = stack.slice(at + message.length).split('\n');
  return lines.filter((line) => FRAME.test(line)).map((line) => line.trim());
}
