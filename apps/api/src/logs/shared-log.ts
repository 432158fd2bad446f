import { groupMetrics } from '@stepwell/base/curves';
import { formatCount } from '@stepwell/base/format';
import { cleanText } from '@stepwell/workflow/share';
import type { Env } from '../env.ts';
import { FOREVER } from '../share/headers.ts';
import type { StoredLog } from '../storage/logs.ts';
import { QUIET_MS } from './bounds.ts';
import { titleOfLog } from './log-view.ts';
import { readCurve, type AnsweredLine } from './read-curve.ts';

/** A line of the picture of a logged run. */
export interface PictureLine extends AnsweredLine {
  /** What it is called in its chart. */
  label: string;
}

/** A logged run as shown outside of the dashboard. */
export interface SharedLog {
  title: string;
  /** How far it is, in a sentence. */
  sentence: string;
  /** What the chart shows; empty while there is nothing. */
  quantity: string;
  lines: PictureLine[];
}

/** Version of the pictures; increment it to redraw them all. */
const DESIGN = 1;
/** Points of a line in a picture. */
const POINTS = 400;
const MOST_LINES = 3;
const MINUTE = 'public, max-age=60';
const MINUTES = 'public, max-age=300';

/** @returns the version in the addresses of a run's pictures. */
export function versionOfLog({ next, status }: Pick<StoredLog, 'next' | 'status'>): string {
  return `${DESIGN}.${next}.${status}`;
}

/** @returns the Cache-Control of a picture. @param asked the version in its address, if any. */
export function keptForLog(log: StoredLog, asked: string | undefined): string {
  if (log.status === 'running') return MINUTE;
  return asked === versionOfLog(log) ? FOREVER : MINUTES;
}

/** Reads what the pictures of a logged run show: the loss where there is one, validation beside training. */
export async function shareLog(env: Pick<Env, 'DB' | 'OBJECTS'>, log: StoredLog, now = Date.now()): Promise<SharedLog> {
  const groups = groupMetrics(log.metrics);
  const rank = ({ title, metrics }: (typeof groups)[number]) =>
    (/loss/i.test(title) ? 2 : 0) + (metrics.some(({ role }) => role === 'validation') ? 1 : 0);
  const group = groups.toSorted((a, b) => rank(b) - rank(a))[0];
  const shown = (group?.metrics ?? []).slice(0, MOST_LINES);
  const { lines } = await readCurve(env, log.id, {
    metrics: shown.map(({ name }) => name),
    span: { from: -Infinity, to: Infinity },
    points: POINTS,
    after: 0,
  });
  const labelOf = (name: string) => {
    const role = shown.find((metric) => metric.name === name)?.role ?? 'other';
    return role === 'other' || shown.filter((metric) => metric.role === role).length > 1
      ? name
      : { train: 'training', validation: 'validation', test: 'test' }[role];
  };
  return {
    title: cleanText(titleOfLog(log)),
    sentence: sentenceOf(log, now),
    quantity: cleanText(group?.title ?? ''),
    lines: lines.map((line) => ({ ...line, label: cleanText(labelOf(line.metric)) })),
  };
}

/** @returns how far a run is, in a sentence. @param now milliseconds since 1970. */
export function sentenceOf({ status, points, last_step: last, updated_at: updated }: StoredLog, now: number): string {
  if (last === null) return 'No points yet.';
  const state =
    status === 'running' ? (now - updated > QUIET_MS ? 'No points for ten minutes' : 'Running') : STATES[status];
  return `${state}: ${formatCount(points, 'point')} to step ${last}. Trained elsewhere, logged here; no verdict.`;
}

const STATES = { finished: 'Finished', failed: 'Failed' };
