import type { MiddlewareHandler } from 'hono';

/** What data is answered with: it is data, whatever a browser thinks that it sees in it, and nothing in it runs. */
const DEFAULTS = {
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  // A run's address is all that reading it takes.
  'Referrer-Policy': 'same-origin',
};

/** Adds to every answer the headers that it did not set itself. */
export const securityHeaders: MiddlewareHandler = async (c, next) => {
  await next();
  // Set on the answer itself: `c.header` would make a new one for each.
  const { headers } = c.res;
  for (const [name, value] of Object.entries(DEFAULTS)) {
    if (!headers.has(name)) headers.set(name, value);
  }
};
