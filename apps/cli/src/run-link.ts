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
