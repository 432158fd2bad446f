import type { About, Given, Options } from './about.ts';
import { parse } from './parse.ts';

export type { About, Given, Option, Options } from './about.ts';

/** A command of the command line. */
export interface Command extends About {
  /** Runs it. @param argv the arguments after its name. @returns the exit code. @throws {UsageError} for bad arguments. */
  run(argv: string[]): Promise<number>;
}

/** Makes a command. @param run gets the parsed arguments and returns the exit code. */
export function defineCommand<const O extends Options>(
  about: About<O>,
  run: (given: Given<O>) => Promise<number>,
): Command {
  return { ...about, run: async (argv) => run(parse(about, argv)) };
}
