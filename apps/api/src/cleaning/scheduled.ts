import type { Env } from '../env.ts';
import { logFault } from '../log-fault.ts';
import { positive } from '../settings.ts';
import { buryUnchanged, dueDeletions } from '../storage/deletions.ts';
import { Operations } from '../storage/operations.ts';
import { cleanSuperseded } from './clean-superseded.ts';
import { cleanUploads } from './clean-uploads.ts';
import { sweep } from './sweep.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** What each of the kinds of work may do a call, so that none keeps the others waiting for good. */
const OPERATIONS = 60;
/** Runs that one call lets expire: their rows go in one write. */
const RUNS_EXPIRED = 20;

/** What one call came to. */
export interface CleaningReport {
  /** Runs deleted because nothing changed them for long. */
  expired: number;
  /** Deleted runs of which nothing is left by now, their objects, and datasets that only they used. */
  deletedRuns: number;
  deletedObjects: number;
  deletedDatasets: number;
  /** Runs that were looked at for what they left behind, and what that was. */
  cleanedRuns: number;
  supersededObjects: number;
  /** Datasets that no run was made of. */
  abandonedUploads: number;
}

/**
 * Cleans up, a bounded piece a call: runs that expire, what is left of deleted ones, what steps left behind, uploads that
 * no run was made of. May be cut short anywhere, repeated, and called twice at once.
 *
 * @param now milliseconds since 1970.
 * @throws {AggregateError} what storage threw, after everything else was done.
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
      if (days !== null) report.expired = await buryUnchanged(env.DB, now - days * DAY_MS, RUNS_EXPIRED, now);
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
  if (faults.length > 0)
    throw new AggregateError(faults, 'Some of the cleaning failed; the next call takes it up again.');
  return report;
}
