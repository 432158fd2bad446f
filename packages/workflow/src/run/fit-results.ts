import type { Checkpoint } from '../training/fit/index.ts';
import type { FitOutcome } from '../training/trial/index.ts';

/** What the finished fits of a plan left behind. */
export interface FitResults {
  outcome(fitId: string): FitOutcome;
  checkpoint(fitId: string): Promise<Checkpoint>;
}
