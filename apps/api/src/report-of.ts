import { writeReport, type Report } from '@stepwell/workflow';
import type { Env } from './env.ts';
import { RUN_ID } from './keys.ts';
import { showDatasets } from './shown-datasets.ts';
import { loadDecisions, unknownRun, type StoredRun } from './storage/runs.ts';

/** @returns the report of a run so far. */
export async function reportOf(env: Pick<Env, 'DB'>, requestUrl: string, run: StoredRun): Promise<Report> {
  return writeReport({
    run: {
      id: run.shownId,
      url: runUrl(requestUrl, run.shownId),
      steps: run.steps,
      wallSeconds: (run.updatedAt - run.createdAt) / 1000,
    },
    dataset: { name: run.name, ...run.dataset },
    spec: { ...run.spec, ...(await showDatasets(run.spec)) },
    state: run.state,
    decisions: await loadDecisions(env.DB, run.id),
  });
}

/** @returns the id, if it has the right format. @throws {StepwellError} `unknown_run`. */
export function checkId(id: string): string {
  if (!RUN_ID.test(id)) throw unknownRun();
  return id;
}

/** @returns the link of a run, on the origin of the request. */
export function runUrl(requestUrl: string, id: string): string {
  return new URL(`/r/${id}`, requestUrl).href;
}
