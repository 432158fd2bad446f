import { Hono } from 'hono';
import type { Env } from '../env.ts';

/** The run page: one static file serves every run, and reads the id from its address. */
export const pages = new Hono<{ Bindings: Env }>().get('/r/:id', async (c) => {
  const page = await c.env.ASSETS.fetch(new URL('/r', c.req.url).href);
  return new Response(await page.arrayBuffer(), {
    status: page.status,
    headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-cache' },
  });
});
