import { usage } from './run-options.ts';

/**
 * A run's link, taken apart.
 *
 * @returns where its service is, and its id.
 * @throws {StepwellError} `invalid_request` for what is none.
 */
export function readLink(link: string): { origin: string; id: string } {
  const url = URL.parse(link);
  const id = /^\/r\/([0-9A-Za-z]+)\/?$/.exec(url?.pathname ?? '')?.[1];
  if (url === null || id === undefined) throw usage(`"${link}" is not the link of a run, which ends with /r/ID.`);
  return { origin: url.origin, id };
}

/** What the words of a command that takes an edit key say. */
export interface Keyed {
  origin: string;
  id: string;
  key: string;
  /** Whatever the command takes beside. */
  more: string[];
}

/**
 * A run's link and its edit key: the second word, or STEPWELL_KEY of the environment, which no list of processes and no
 * history of a shell shows.
 *
 * @param more how many words follow.
 * @param words how the command is written, for who got it wrong.
 * @throws {StepwellError} `invalid_request`.
 */
export function readKeyed(argv: string[], more: number, words: string): Keyed {
  const [link, ...others] = argv;
  const known = process.env['STEPWELL_KEY']?.trim();
  const key = others.length === more + 1 ? others.shift() : known;
  if (link === undefined || key === undefined || key === '' || others.length !== more) {
    throw usage(`Name the run's link and its edit key: ${words}; or have the key as STEPWELL_KEY in the environment.`);
  }
  return { ...readLink(link), key, more: others };
}
