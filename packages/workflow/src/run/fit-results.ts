import type { Checkpoint } from '../training/fit/index.ts';
import type { FitOutcome } from '../training/trial/index.ts';

/** Results of the finished fits of a plan. */
export interface FitResults {
  outcome(fitId: string): FitOutcome;
  checkpoint(fitId: string): Promise<Checkpoint>;
}
