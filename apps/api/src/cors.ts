import type { MiddlewareHandler } from 'hono';
import { cors } from 'hono/cors';
import type { Env } from './env.ts';

const DAY_SECONDS = 86_400;

const listed = cors({
  origin: (origin, c) => (originsOf(c.env).includes(origin) ? origin : null),
  allowMethods: ['GET', 'POST', 'DELETE'],
  allowHeaders: ['authorization', 'content-type'],
  exposeHeaders: ['Retry-After'],
  maxAge: DAY_SECONDS,
});

/** Allows pages of the origins in CORS_ORIGINS to call the API. Credentials aren't allowed, since keys are not cookies. */
export const listedOrigins: MiddlewareHandler<{ Bindings: Env }> = (c, next) =>
  originsOf(c.env).length === 0 ? next() : listed(c, next);

function originsOf({ CORS_ORIGINS }: Pick<Env, 'CORS_ORIGINS'>): string[] {
  return (CORS_ORIGINS ?? '').split(/\s+/).filter((origin) => origin !== '');
}
