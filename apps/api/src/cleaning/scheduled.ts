import type { Env } from '../env.ts';
import { logFault } from '../log-fault.ts';
import { positive } from '../settings.ts';
import { deleteExpiredRuns, dueDeletions } from '../storage/deletions.ts';
import { deleteExpiredLogs } from '../storage/logs.ts';
import { Operations } from '../storage/operations.ts';
import { cleanSuperseded } from './clean-superseded.ts';
import { cleanUploads } from './clean-uploads.ts';
import { sweep } from './sweep.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Operations per kind of work and call, so none starves the others. */
const OPERATIONS = 60;
/** Expired runs per call; their rows are deleted in one write. */
const RUNS_EXPIRED = 20;

/** Results of one call. */
export interface CleaningReport {
  /** Runs deleted because they hadn't changed for RUN_DAYS. */
  expired: number;
  /** Deleted runs without remaining objects, their objects, and datasets that only they used. */
  deletedRuns: number;
  deletedObjects: number;
  deletedDatasets: number;
  /** Runs checked for leftover objects, and the objects deleted. */
  cleanedRuns: number;
  supersededObjects: number;
  /** Uploads deleted because no run used them. */
  abandonedUploads: number;
}

/**
 * Cleans up, a bounded amount per call: expired runs, objects of deleted runs, leftover objects, unused uploads. Safe to
 * interrupt, repeat, and call concurrently.
 *
 * @param now milliseconds since 1970.
 * @throws {AggregateError} errors of the storage, after all other work is done.
 */
export async function clean(env: Env, now: number): Promise<CleaningReport> {
  const report: CleaningReport = {
    expired: 0,
    deletedRuns: 0,
    deletedObjects: 0,
    deletedDatasets: 0,
    cleanedRuns: 0,
    supersededObjects: 0,
    abandonedUploads: 0,
  };
  const work: ((operations: Operations) => Promise<void>)[] = [
    async () => {
      const days = positive(env.RUN_DAYS);
      if (days === null) return;
      report.expired = await deleteExpiredRuns(env.DB, now - days * DAY_MS, RUNS_EXPIRED, now);
      report.expired += await deleteExpiredLogs(env.DB, now - days * DAY_MS, RUNS_EXPIRED, now);
    },
    async (operations) => {
      const due = await dueDeletions(env.DB, now, operations.left);
      const { runs, objects, datasets } = await sweep(env, due, now, operations);
      [report.deletedRuns, report.deletedObjects, report.deletedDatasets] = [runs, objects, datasets];
    },
    async (operations) => {
      const { runs, objects } = await cleanSuperseded(env, now, operations);
      [report.cleanedRuns, report.supersededObjects] = [runs, objects];
    },
    async (operations) => {
      const hours = positive(env.UPLOAD_HOURS);
      report.abandonedUploads = await cleanUploads(env, hours === null ? null : hours * HOUR_MS, now, operations);
    },
  ];
  const faults: unknown[] = [];
  for (const piece of work) {
    await piece(new Operations(OPERATIONS)).catch((fault: unknown) => {
      logFault('cleaning', fault);
      faults.push(fault);
    });
  }
  if (faults.length > 0) throw new AggregateError(faults, 'Some of the cleaning failed; the next call repeats it.');
  return report;
}
