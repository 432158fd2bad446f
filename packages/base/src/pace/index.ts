/** What is left of a run, in seconds on a common machine. */
export interface WorkLeft {
  /** Of the fits under way, finished ones included. */
  planned: number;
  /** Of these, what is done. */
  done: number;
  /** Of what comes after them, at least and at most. */
  after: readonly [least: number, most: number];
}

/** What was seen before the first work: it counts for little once there is more. */
const PRIOR_SECONDS = 2;
/** What was seen of earlier plans counts less with each plan: other fits may take another pace. */
const FORGETTING = 0.3;
/** Nothing done for so long: the run was paused, or its driver was away. */
const AWAY_SECONDS = 60;

/** Seconds that a machine takes for the work of a second on a common one, from what was done while watching. */
export class Pace {
  #seconds = PRIOR_SECONDS;
  #work = PRIOR_SECONDS;
  #last: { at: number; planned: number; done: number } | null = null;

  /**
   * @param at seconds, from any moment on.
   * @param work as of then; null where nothing is known yet, undefined in answers of earlier versions of the service.
   */
  see(at: number, work: WorkLeft | null | undefined): void {
    if (work === null || work === undefined) return;
    const { planned, done } = work;
    const last = this.#last;
    if (last === null) {
      this.#last = { at, planned, done };
      return;
    }
    const isSamePlan = Math.abs(planned - last.planned) <= 1e-9 * Math.max(planned, last.planned) && done >= last.done;
    if (isSamePlan && done === last.done && at - last.at < AWAY_SECONDS) return;
    if (!isSamePlan) {
      // Between plans a stage decides, which may take long and is no training.
      this.#seconds *= FORGETTING;
      this.#work *= FORGETTING;
    } else if (at - last.at < AWAY_SECONDS) {
      this.#seconds += at - last.at;
      this.#work += done - last.done;
    }
    this.#last = { at, planned, done };
  }

  /** @returns the seconds left, at least and at most. */
  left({ planned, done, after: [least, most] }: WorkLeft): [number, number] {
    const pace = this.#seconds / this.#work;
    return [pace * (planned - done + least), pace * (planned - done + most)];
  }
}
