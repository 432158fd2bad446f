import { verdictOf, type RunState } from '@stepwell/workflow';
import { runUrl } from '../report-of.ts';
import type { StoredRun } from '../storage/runs.ts';

/** How a run ended, as alerts call it; or that the service gave up driving it. */
export type AlertEvent = 'finished' | 'stopped-at-gate' | 'diverged' | 'failed' | 'gave-up';

/** What is told of a run that has ended. */
export interface AlertMessage {
  event: AlertEvent;
  /** The run's id. */
  run: string;
  /** `mpg from cars`. */
  title: string;
  /** The verdict in one or two sentences; or why the service gave up. */
  verdict: string;
  /** The run's link. */
  link: string;
}

const MOST_TITLE = 200;
/** A push message holds 3993 bytes. A character takes up to six in JSON, such as \u001b. */
const MOST_VERDICT = 300;

/** @returns how a run ended; null if it is running, or if a person stopped it, who needn't be told. */
export function eventOf({
  status,
  stoppedBy,
  failure,
}: Pick<RunState, 'status' | 'stoppedBy' | 'failure'>): AlertEvent | null {
  if (status === 'finished') return 'finished';
  if (status === 'stopped' && stoppedBy === 'gate') return 'stopped-at-gate';
  if (status === 'failed') return failure?.code === 'diverged' ? 'diverged' : 'failed';
  return null;
}

/** @returns what is told of a run. @param origin of the service, for the link. */
export function messageOf(
  { id, name, spec, state, driverFailure }: StoredRun,
  event: AlertEvent,
  origin: string,
): AlertMessage {
  return {
    event,
    run: id,
    title: shortened(`${spec.target.join(', ')} from ${name}`, MOST_TITLE),
    verdict: event === 'gave-up' ? (driverFailure ?? '') : verdictOf(state),
    link: runUrl(origin, id),
  };
}

/** @returns a message that fits into a push message. */
export function shortMessage(message: AlertMessage): AlertMessage {
  return { ...message, verdict: shortened(message.verdict, MOST_VERDICT) };
}

/** Cuts text between characters, not within one. */
function shortened(text: string, most: number): string {
  const characters = Array.from(text);
  return characters.length <= most ? text : `${characters.slice(0, most - 1).join('')}…`;
}
