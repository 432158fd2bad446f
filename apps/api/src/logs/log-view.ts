import { runUrl } from '../report-of.ts';
import type { StoredLog } from '../storage/logs.ts';
import { QUIET_MS } from './bounds.ts';

/** Why a logged run has no verdict. */
const NO_VERDICT =
  'There is no verdict: this run was trained elsewhere and only its numbers were logged. Nothing is known of its test rows, such as whether a model or a person has seen them before.';

/** @returns a logged run as the API shows it. @param now milliseconds since 1970. */
export function viewLog(log: StoredLog, requestUrl: string, now: number) {
  const isQuiet = log.status === 'running' && now - log.updated_at > QUIET_MS;
  return {
    id: log.id,
    kind: 'logged' as const,
    url: logUrl(requestUrl, log.id),
    project: log.project,
    name: log.name,
    /** `quiet`: it was not finished, and no points came for ten minutes. */
    status: isQuiet ? ('quiet' as const) : log.status,
    config: log.config,
    metrics: log.metrics,
    points: log.points,
    values: log.value_count,
    steps: log.first_step === null ? null : { first: log.first_step, last: log.last_step ?? log.first_step },
    /** Sequence number of the batch that is expected next. */
    next: log.next,
    evaluations: log.evaluations,
    verdict: null,
    why: NO_VERDICT,
    createdAt: log.created_at,
    updatedAt: log.updated_at,
  };
}
export type LogView = ReturnType<typeof viewLog>;

/** @returns the link of a logged run, on the origin of the request. */
export function logUrl(requestUrl: string, id: string): string {
  return runUrl(requestUrl, id).replace('/r/', '/l/');
}

/** @returns the title of a logged run. */
export function titleOfLog({ project, name }: Pick<StoredLog, 'project' | 'name'>): string {
  return name === '' ? project : `${name} (${project})`;
}
