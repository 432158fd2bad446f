import type { RunReport } from '../api/client.ts';

/** @returns whether a run waits for no fit of a trial any more; false until its report is there. */
export function hasEnded(trial: string, report: Pick<RunReport, 'plan'> | undefined): boolean {
  return report !== undefined && !(report.plan ?? []).some(({ id }) => id === trial);
}
