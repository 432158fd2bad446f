import { alertText } from '../text/alerts.ts';

/** What a notification shows, and the run that it opens; null if it names none. */
export interface RunNotification {
  title: string;
  body: string;
  run: string | null;
}

/**
 * Reads a push message. A browser requires that something is shown, so one that can't be read gives a general sentence.
 *
 * @param data the message as text; null if it has none.
 */
export function readNotification(data: string | null): RunNotification {
  const message = parse(data);
  const run = textIn(message, 'run');
  return {
    title: textIn(message, 'title') ?? alertText.title,
    body: textIn(message, 'verdict') ?? alertText.body,
    run: run !== null && /^[0-9A-Za-z]{22}$/.test(run) ? run : null,
  };
}

/** @returns the page that a notification opens, on this origin. */
export function pageOf(run: unknown): string {
  return typeof run === 'string' ? `/r/${run}` : '/';
}

function parse(data: string | null): unknown {
  try {
    return data === null ? null : JSON.parse(data);
  } catch {
    return null;
  }
}

function textIn(value: unknown, name: string): string | null {
  const text: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, name) : null;
  return typeof text === 'string' && text !== '' ? text : null;
}
