import { Batches } from './batches.ts';
import { asJson, clean, numbersIn, type LoggedValues } from './numbers.ts';
import { deliver, type Service } from './deliver.ts';

/** How a run is begun. */
export interface LogOptions {
  /** What the run is one of. */
  project: string;
  /** What tells it from the others. */
  name?: string;
  /** Settings, as JSON. */
  config?: Record<string, unknown>;
  /** The service, `http://127.0.0.1:8787` by default. */
  url?: string;
  /** The token of the service, if it asks for one. */
  token?: string;
}

/** A run that is being logged. */
export interface Logger {
  /** The run's link; null until the service has made it. */
  readonly url: string | null;
  readonly id: string | null;
  /**
   * Logs numbers. Never throws and never waits.
   *
   * @param step a whole number; one more than before by default.
   */
  log(values: LoggedValues, step?: number): void;
  /**
   * Ends the run.
   *
   * @param status what it ended as.
   * @returns whether all was stored; false after `seconds`, or if the service refused something.
   */
  finish(status?: 'finished' | 'failed', seconds?: number): Promise<boolean>;
}

const DEFAULT_URL = 'http://127.0.0.1:8787';
const METRICS = 1_000;
/** Characters of points that are kept while the service can't be reached. */
const MOST_KEPT = 100_000_000;
/** Milliseconds between batches: soon at first, then so that a day of them stays within the service's limit. */
const SOON_MS = 1_000;
const LATER_MS = 5_000;
const SOON_FOR_MS = 300_000;
const FINISH_SECONDS = 60;

/** Begins a run. Returns at once; the service is asked in the background, again and again until it answers. */
export function init({ project, name = '', config = {}, url = DEFAULT_URL, token }: LogOptions): Logger {
  const batches = new Batches(MOST_KEPT);
  const metrics = new Set<string>();
  const said = new Set<string>();
  const say = (words: string) => {
    if (said.size < 1_000 && !said.has(words)) console.warn(`stepwell: ${words}`);
    said.add(words);
  };
  const stopped = new AbortController();
  const service: Service = { url: url.replace(/\/+$/, ''), say, signal: stopped.signal };
  const began = Date.now();
  let nextStep = 0;
  let made: { id: string; key: string; url: string } | null = null;
  let refused = false;
  let sending: Promise<void> | null = null;
  let timer: ReturnType<typeof setTimeout> | null = null;
  let ended: Promise<boolean> | null = null;

  const send = async (): Promise<void> => {
    try {
      made ??= await create(service, { project: clean(project) || 'uncategorized', name: clean(name), config }, token);
      for (let body = batches.next(); body !== null; body = batches.next()) {
        await deliver(service, `/api/logs/${made.id}/points`, body, made.key);
        batches.taken();
      }
    } catch (error) {
      refused = true;
      say(`Logging has stopped: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  const flush = (): Promise<void> => (sending ??= refused ? Promise.resolve() : send().finally(() => (sending = null)));
  const schedule = () => {
    if (timer !== null || refused) return;
    timer = setTimeout(
      () => {
        timer = null;
        // Points that come while a batch is under way are sent with it or scheduled by their own.
        void flush();
      },
      Date.now() - began < SOON_FOR_MS ? SOON_MS : LATER_MS,
    );
    // A program that has nothing else to do may end.
    if (typeof timer === 'object' && 'unref' in timer) timer.unref();
  };
  const end = async (status: 'finished' | 'failed', seconds: number): Promise<boolean> => {
    if (timer !== null) clearTimeout(timer);
    const giveUp = setTimeout(() => stopped.abort(new Error(`not all was sent within ${seconds} s.`)), seconds * 1000);
    try {
      await flush();
      await flush();
      if (refused || made === null) return false;
      await deliver(service, `/api/logs/${made.id}/finish`, JSON.stringify({ status }), made.key);
      return true;
    } catch (error) {
      say(`The run could not be finished: ${error instanceof Error ? error.message : String(error)}`);
      return false;
    } finally {
      clearTimeout(giveUp);
    }
  };
  return {
    get url() {
      return made?.url ?? null;
    },
    get id() {
      return made?.id ?? null;
    },
    log(values, step) {
      if (ended !== null) return;
      try {
        const at = step !== undefined && Number.isSafeInteger(step) ? step : nextStep;
        if (step !== undefined && at !== step) say('A step is no whole number; it was counted on.');
        const numbers = numbersIn(values, (name) => say(`Only numbers are logged; "${name}" is left out.`)).filter(
          ([metric]) => {
            if (metrics.has(metric) || metrics.size < METRICS) return metrics.add(metric);
            say(`A run can have ${METRICS} metrics; further names are left out.`);
            return false;
          },
        );
        nextStep = at + 1;
        if (numbers.length === 0) return;
        const point = {
          step: at,
          values: Object.fromEntries(numbers.map(([metric, value]) => [metric, asJson(value)])),
        };
        if (!batches.add(JSON.stringify(point), numbers.length)) {
          say("The service can't be reached, and there is no room for more: newer points are lost.");
        }
        schedule();
      } catch (error) {
        say(`Some values could not be logged: ${String(error)}`);
      }
    },
    finish: (status = 'finished', seconds = FINISH_SECONDS) => (ended ??= end(status, seconds)),
  };
}

async function create(
  service: Service,
  body: object,
  token: string | undefined,
): Promise<{ id: string; key: string; url: string }> {
  const answer = await deliver(service, '/api/logs', JSON.stringify(body), token);
  if (!isMade(answer)) throw new Error('the service answered something else than a run.');
  return answer;
}

function isMade(answer: unknown): answer is { id: string; key: string; url: string } {
  if (typeof answer !== 'object' || answer === null) return false;
  return ['id', 'key', 'url'].every((field) => typeof Reflect.get(answer, field) === 'string');
}
