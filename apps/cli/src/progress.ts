import { formatNumber, timeLeftWords } from '@stepwell/base/format';
import { Pace } from '@stepwell/base/pace';
import type { Decision } from '@stepwell/workflow/decisions';
import { heading } from './command/style.ts';
import type { StepAnswer } from './drive.ts';

const BAR_WIDTH = 20;
const PLAIN_INTERVAL_MS = 5_000;

/** Shows the progress of a run: one line that updates in a terminal, plain lines elsewhere. */
export class Progress {
  readonly #out: NodeJS.WriteStream;
  readonly #live: boolean;
  #stage = '';
  readonly #pace = new Pace();
  #lastLine = 0;
  #losses = '';

  constructor(out: NodeJS.WriteStream) {
    this.#out = out;
    this.#live = out.isTTY;
  }

  /** Shows the answer to a step. */
  show({ did, points, run }: Omit<StepAnswer, 'committed'>): void {
    if (did === null) return;
    if (run.stage !== this.#stage) {
      this.#stage = run.stage;
      this.#losses = '';
    }
    const last = points.at(-1);
    if (last !== undefined) {
      const validation = last.validationLoss === null ? '' : `, validation ${formatNumber(last.validationLoss)}`;
      this.#losses = `epoch ${last.epoch}: loss ${formatNumber(last.trainLoss)}${validation}`;
    }
    const line = [
      run.stage.padEnd(8),
      this.#bar(run.progress?.fraction ?? null),
      did.fit ?? '',
      this.#losses,
      this.#timeLeft(run.work),
    ]
      .filter((part) => part !== '')
      .join('  ');
    if (this.#live) this.#out.write(`\r\u001b[2K${line.slice(0, (this.#out.columns ?? 80) - 1)}`);
    else if (did.kind === 'fit' && Date.now() - this.#lastLine > PLAIN_INTERVAL_MS) {
      this.#lastLine = Date.now();
      this.#out.write(`${line}\n`);
    }
  }

  /** Prints a decision. */
  decided(decision: Decision): void {
    this.say(`${decision.stage.padEnd(8)}  ${decision.choice}. ${decision.why}`);
  }

  /** Prints the verdict. */
  conclude(verdict: string): void {
    this.say(`\n${heading(verdict, this.#out)}`);
  }

  /** Prints a permanent line. */
  say(line: string): void {
    this.#out.write(`${this.#live ? '\r\u001b[2K' : ''}${line}\n`);
  }

  #bar(fraction: number | null): string {
    if (fraction === null) return '';
    const full = Math.round(fraction * BAR_WIDTH);
    return `[${'#'.repeat(full)}${'.'.repeat(BAR_WIDTH - full)}] ${String(Math.round(fraction * 100)).padStart(3)} %`;
  }

  /** @param work undefined in answers of earlier versions of the service. */
  #timeLeft(work: StepAnswer['run']['work'] | undefined): string {
    this.#pace.see(performance.now() / 1000, work);
    return work === null || work === undefined ? '' : timeLeftWords(...this.#pace.left(work));
  }
}
