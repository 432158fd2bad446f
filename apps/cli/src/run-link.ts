import type { Option } from './command/command.ts';
import { usage } from './command/usage-error.ts';

/**
 * Parses a run's link.
 *
 * @param link such as `https://example.org/r/ID`.
 * @returns the service's origin and the run's id.
 * @throws {UsageError} for anything else.
 */
export function readLink(link: string): { origin: string; id: string } {
  const url = URL.parse(link);
  const id = /^\/r\/([0-9A-Za-z]+)\/?$/.exec(url?.pathname ?? '')?.[1];
  if (url === null || id === undefined)
    throw usage(`"${link}" is not a link to a run. A run's link ends with /r/ID; check that the link is complete.`);
  return { origin: url.origin, id };
}

/** The option of commands that read what a run's key holder alone may read. */
export const WITH_KEY = {
  type: 'boolean',
  help: "Send the run's edit key, from STEPWELL_KEY, where predictions are switched off for others",
} as const satisfies Option;

/**
 * Headers with the key in STEPWELL_KEY, for what a run's key holder alone may read.
 *
 * @param wanted whether it was asked for: it isn't sent to any service unasked.
 * @throws {UsageError} if it isn't set.
 */
export function keyHeaders(wanted: boolean): Record<string, string> {
  if (!wanted) return {};
  const key = process.env['STEPWELL_KEY']?.trim() ?? '';
  if (key === '') throw usage("--with-key takes the run's edit key from the environment. Set STEPWELL_KEY to it.");
  return { authorization: `Bearer ${key}` };
}

/** Arguments of a command that takes a run's link and edit key. */
export interface Keyed {
  origin: string;
  id: string;
  key: string;
  /** The headers of requests that need the key. */
  headers: { authorization: string };
  /** The remaining arguments. */
  more: string[];
}

/**
 * Parses a run's link and edit key. The key is the second argument or STEPWELL_KEY, which stays out of process lists
 * and the shell history.
 *
 * @param more number of arguments after the key.
 * @param synopsis the command's synopsis, for the error message.
 * @returns the service's origin, the run's id and key, and the remaining arguments.
 * @throws {UsageError} if arguments are missing or superfluous.
 */
export function readKeyed(argv: string[], more: number, synopsis: string): Keyed {
  const [link, ...others] = argv;
  const known = process.env['STEPWELL_KEY']?.trim();
  const key = others.length === more + 1 ? others.shift() : known;
  if (link === undefined || key === undefined || key === '' || others.length !== more) {
    throw usage(
      `A run's link and edit key were expected. Usage: ${synopsis}. You can also set the key as STEPWELL_KEY in the environment.`,
    );
  }
  return { ...readLink(link), key, headers: { authorization: `Bearer ${key}` }, more: others };
}
