import type { Report } from '@stepwell/workflow';
import { ask, sleep, type Client } from './client.ts';
import { finishWith } from './finish-with.ts';
import type { Progress } from './progress.ts';

const POLL_MS = 1_000;

/** Progress line for each kind of driver. */
const DRIVERS = {
  service: 'the service (in the background)',
  page: 'a browser tab',
  terminal: 'a terminal',
  other: 'a program',
} as const;

/** Watches a run until it ends, without driving it; prints its driver, decisions, verdict and link. */
export async function watchToVerdict(client: Client, id: string, progress: Progress): Promise<Report> {
  let [decided, version, after, seen] = [0, -1, 0, 0];
  let shown = '';
  for (;;) {
    const query = { after: String(after), seen: String(seen) };
    const { run, pages, next } = await ask(() => client.api.runs[':id'].live.$get({ param: { id }, query }));
    const last = pages.at(-1);
    after = next;
    seen = run.steps;
    const driver = run.driver.service ? 'service' : run.driver.last;
    if (run.status === 'running' && driver !== null && driver !== shown) {
      shown = driver;
      progress.say(`driver    ${DRIVERS[driver]}`);
    }
    if (last !== undefined) {
      progress.show({ did: { kind: 'fit', stage: run.stage, fit: last.fit }, points: last.points, run });
    }
    if (run.version !== version) {
      version = run.version;
      const { decisions } = await ask(() => client.api.runs[':id'].decisions.$get({ param: { id } }));
      for (const decision of decisions.slice(decided)) progress.decided(decision);
      decided = decisions.length;
    }
    if (run.status !== 'running') return finishWith(client, id, progress);
    await sleep(POLL_MS);
  }
}
