import type { MiddlewareHandler } from 'hono';

/** Default headers: browsers treat answers as data and run nothing in them. */
const DEFAULTS = {
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  // Anyone with a run's address can read it, so don't send it to other sites.
  'Referrer-Policy': 'same-origin',
};

/** Adds the default headers to answers that don't set them. */
export const securityHeaders: MiddlewareHandler = async (c, next) => {
  await next();
  // Set on the response itself: `c.header` would create a new one each time.
  const { headers } = c.res;
  for (const [name, value] of Object.entries(DEFAULTS)) {
    if (!headers.has(name)) headers.set(name, value);
  }
};
