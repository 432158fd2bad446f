import type { Report } from '@stepwell/workflow';
import { ask, type Client } from './client.ts';
import type { Progress } from './progress.ts';

/** Prints the verdict and link of a run that has ended. @returns its report. */
export async function finishWith(client: Client, id: string, progress: Progress): Promise<Report> {
  const report = await ask(() => client.api.runs[':id'].report.$get({ param: { id }, query: {} }));
  progress.conclude(report.verdict);
  progress.say(
    `${report.run.steps} steps in ${report.run.wallSeconds.toFixed(1)} s${report.model === null ? '' : `, weights sha256 ${report.model.sha256}`}`,
  );
  progress.say(report.run.url);
  return report;
}
