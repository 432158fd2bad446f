import { Agent, get } from 'node:http';

/** What watchers saw. */
export interface Watched {
  requests: number;
  errors: number;
  /** Milliseconds of each answer. */
  latencies: number[];
  bytes: number;
}

/** How often the dashboard asks. */
const POLL_MS = 1_500;

/**
 * Watches a run as so many open dashboards do: the run with what is new of its curve, every one and a half seconds.
 *
 * @param runId asked anew at every poll: who watches follows.
 * @param signal ends it.
 */
export async function watchRun(
  url: string,
  runId: () => string,
  viewers: number,
  signal: AbortSignal,
): Promise<Watched> {
  const watched: Watched = { requests: 0, errors: 0, latencies: [], bytes: 0 };
  const agent = new Agent({ keepAlive: true, maxSockets: viewers });
  const viewer = async (number: number) => {
    let [id, after, steps] = ['', 0, 0];
    await pause((number / viewers) * POLL_MS, signal);
    while (!signal.aborted) {
      if (id !== runId()) [id, after, steps] = [runId(), 0, 0];
      const live = await ask(agent, `${url}/api/runs/${id}/live?after=${after}&seen=${steps}`, watched);
      steps = numberIn(live, 'steps', steps);
      after = numberIn(live, 'next', after);
      await pause(POLL_MS, signal);
    }
  };
  await Promise.all(Array.from({ length: viewers }, (_, number) => viewer(number)));
  agent.destroy();
  return watched;
}

function ask(agent: Agent, url: string, watched: Watched): Promise<string> {
  const began = performance.now();
  watched.requests++;
  return new Promise((resolve) => {
    const failed = () => {
      watched.errors++;
      resolve('');
    };
    get(url, { agent }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (body += chunk));
      response.on('error', failed);
      response.on('end', () => {
        watched.latencies.push(performance.now() - began);
        watched.bytes += body.length;
        if (response.statusCode === 200) resolve(body);
        else failed();
      });
    }).on('error', failed);
  });
}

/** A number at the top of an answer, without parsing the rest: who measures should not be what is measured. */
function numberIn(body: string, name: string, otherwise: number): number {
  const found = new RegExp(`"${name}":(\\d+)`).exec(body)?.[1];
  return found === undefined ? otherwise : Number(found);
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
