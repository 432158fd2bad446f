/** Where requests go, and who hears of trouble. */
export interface Service {
  url: string;
  say: (words: string) => void;
  /** Ends all tries. */
  signal: AbortSignal;
}

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
const REQUEST_MS = 20_000;
/** Statuses after which the same request may be taken. */
const RETRIED = new Set([408, 425, 429, 500, 502, 503, 504]);

/**
 * Posts JSON until the service takes it.
 *
 * @param key the edit key or the token, if any.
 * @returns the answer.
 * @throws {Error} if the service refuses it for good, or the signal ends the tries.
 */
export async function deliver(service: Service, path: string, body: string, key: string | undefined): Promise<unknown> {
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
    let wait = pause;
    const answer = await post(service, path, body, key);
    service.signal.throwIfAborted();
    if (answer === null) service.say("The service can't be reached; points are kept and sent later.");
    else {
      const content: unknown = await answer.json().catch(() => null);
      if (answer.ok && content !== null) return content;
      const { code, message } = errorIn(content);
      if (!answer.ok && !RETRIED.has(answer.status) && code !== 'busy') {
        throw new Error(message ?? `the service answered ${answer.status}.`);
      }
      wait = Math.max(wait, 1000 * (Number(answer.headers.get('retry-after')) || 0));
    }
    await sleep(Math.min(wait, 2 * LONGEST_PAUSE_MS), service.signal);
  }
}

async function post(
  { url, signal }: Service,
  path: string,
  body: string,
  key: string | undefined,
): Promise<Response | null> {
  try {
    return await fetch(`${url}${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
      },
      body,
      signal: AbortSignal.any([signal, AbortSignal.timeout(REQUEST_MS)]),
    });
  } catch {
    return null;
  }
}

function errorIn(content: unknown): { code: string | null; message: string | null } {
  const error: unknown = typeof content === 'object' && content !== null ? Reflect.get(content, 'error') : null;
  const field = (name: string) => {
    const value: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, name) : null;
    return typeof value === 'string' ? value : null;
  };
  return { code: field('code'), message: field('message') };
}

function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason instanceof Error ? signal.reason : new Error('stopped'));
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, milliseconds);
    signal.addEventListener('abort', stop, { once: true });
  });
}
