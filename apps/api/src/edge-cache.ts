import type { MiddlewareHandler } from 'hono';

/** Cloudflare's edge cache, which other runtimes don't have. */
declare const caches: {
  default: {
    match(url: string): Promise<Response | undefined>;
    put(url: string, answer: Response): Promise<void>;
  };
};

/** Lifetime of a copy at the edge, in seconds; deleted runs disappear after that. */
const KEPT_SECONDS = 300;
/** Header of a copy with the original Cache-Control. */
const ORIGINAL = 'stepwell-cache-control';

/** URLs with a version; only their answers never change. */
const VERSIONED = /[?&]v=/;

/**
 * Serves immutable answers from the edge cache, so many readers of a finished run cost one database read.
 *
 * @see https://developers.cloudflare.com/workers/runtime-apis/cache/
 */
export const edgeCache: MiddlewareHandler = async (c, next) => {
  const { method, raw } = c.req;
  // Answers to other origins have CORS headers, so they aren't shared.
  const cached = method === 'GET' && VERSIONED.test(raw.url) && !raw.headers.has('origin') && !raw.headers.has('range');
  if (!cached) return next();
  const known = await caches.default.match(raw.url);
  if (known !== undefined) {
    const answer = new Response(known.body, known);
    answer.headers.set('cache-control', known.headers.get(ORIGINAL) ?? 'no-cache');
    answer.headers.delete(ORIGINAL);
    return answer;
  }
  await next();
  const cacheControl = c.res.headers.get('cache-control') ?? '';
  if (c.res.status !== 200 || !cacheControl.includes('immutable')) return;
  const copy = new Response(c.res.clone().body, c.res);
  copy.headers.set(ORIGINAL, cacheControl);
  copy.headers.set('cache-control', `public, max-age=${KEPT_SECONDS}`);
  await caches.default.put(raw.url, copy);
};
