import type { MiddlewareHandler } from 'hono';

/** The cache of the edge that a request came to, which other runtimes don't have. */
declare const caches: {
  default: {
    match(url: string): Promise<Response | undefined>;
    put(url: string, answer: Response): Promise<void>;
  };
};

/** A copy at the edge lives so long: what was deleted is gone from there by then. */
const KEPT_SECONDS = 300;
/** Where a copy keeps what the answer itself says of being kept. */
const SAID = 'stepwell-cache-control';

/** An address that names a version: none other is for good, and who polls shall not be kept waiting. */
const VERSIONED = /[?&]v=/;

/**
 * Answers what never changes under its address from the edge's cache, so that many readers of a finished run cost the
 * database one.
 *
 * @see https://developers.cloudflare.com/workers/runtime-apis/cache/
 */
export const edgeCache: MiddlewareHandler = async (c, next) => {
  const { method, raw } = c.req;
  // What is answered to pages of other origins says so in its headers.
  const cached = method === 'GET' && VERSIONED.test(raw.url) && !raw.headers.has('origin') && !raw.headers.has('range');
  if (!cached) return next();
  const known = await caches.default.match(raw.url);
  if (known !== undefined) {
    const answer = new Response(known.body, known);
    answer.headers.set('cache-control', known.headers.get(SAID) ?? 'no-cache');
    answer.headers.delete(SAID);
    return answer;
  }
  await next();
  const said = c.res.headers.get('cache-control') ?? '';
  if (c.res.status !== 200 || !said.includes('immutable')) return;
  const copy = new Response(c.res.clone().body, c.res);
  copy.headers.set(SAID, said);
  copy.headers.set('cache-control', `public, max-age=${KEPT_SECONDS}`);
  await caches.default.put(raw.url, copy);
};
