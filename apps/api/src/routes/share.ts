import { curveSvg, sparkSvg } from '@stepwell/workflow/share';
import { Hono } from 'hono';
import { etag } from 'hono/etag';
import { z } from 'zod';
import type { Env } from '../env.ts';
import { runUrl } from '../report-of.ts';
import { cardOf } from '../share/card.ts';
import { embedPage } from '../share/embed-page.ts';
import { FRAMED, keptFor, PICTURE } from '../share/headers.ts';
import { runById, shareRun, versionOf } from '../share/run-to-share.ts';
import { validate } from '../validate.ts';

const runId = z.object({ id: z.string() });
const look = z.object({ theme: z.enum(['auto', 'light', 'dark']).default('auto'), v: z.string().max(100).optional() });
const paperLook = look.extend({ theme: z.enum(['light', 'dark']).default('light') });
/** Pixels per unit of the SVG, for high-density screens. */
const ZOOM = 2;

/** Routes that share a run as pictures and as an embeddable page. */
export const share = new Hono<{ Bindings: Env }>()
  /** The card for link previews. */
  .get('/r/:id/card.png', validate('param', runId), validate('query', look), async (c) => {
    const run = await runById(c.env, c.req.valid('param').id);
    const version = versionOf(run);
    const tag = `"card-${version}"`;
    const headers = {
      ...PICTURE,
      etag: tag,
      'cache-control': keptFor(run, version, c.req.valid('query').v),
    };
    if (c.req.header('if-none-match')?.includes(tag)) return c.body(null, 304, headers);
    return c.body(await cardOf(c.env, c.req.url, run), 200, { ...headers, 'content-type': 'image/png' });
  })
  /** The curve, for a README. */
  .get('/r/:id/curve.svg', etag(), validate('param', runId), validate('query', look), async (c) => {
    const run = await runById(c.env, c.req.valid('param').id);
    const { theme, v } = c.req.valid('query');
    const { title, curve, version } = await shareRun(c.env, c.req.url, run);
    return c.body(curveSvg(curve, { title, status: run.state.status }, theme), 200, {
      ...PICTURE,
      'content-type': 'image/svg+xml; charset=utf-8',
      'cache-control': keptFor(run, version, v),
    });
  })
  /** The curve in the size of a word, for lists. */
  .get('/r/:id/spark.svg', etag(), validate('param', runId), validate('query', look), async (c) => {
    const run = await runById(c.env, c.req.valid('param').id);
    const { theme, v } = c.req.valid('query');
    const { curve, version } = await shareRun(c.env, c.req.url, run);
    return c.body(sparkSvg(curve, theme), 200, {
      ...PICTURE,
      'content-type': 'image/svg+xml; charset=utf-8',
      'cache-control': keptFor(run, version, v),
    });
  })
  /** The curve as a PNG. */
  .get('/r/:id/curve.png', etag(), validate('param', runId), validate('query', paperLook), async (c) => {
    const run = await runById(c.env, c.req.valid('param').id);
    const { theme, v } = c.req.valid('query');
    const { title, curve, version } = await shareRun(c.env, c.req.url, run);
    const { rasterise } = await import('../share/rasterise.ts');
    const { buffer } = await rasterise(curveSvg(curve, { title, status: run.state.status }, theme), ZOOM);
    return c.body(buffer, 200, {
      ...PICTURE,
      'content-type': 'image/png',
      'cache-control': keptFor(run, version, v),
    });
  })
  /** A page that any site may embed. */
  .get('/r/:id/embed', etag(), validate('param', runId), async (c) => {
    const run = await runById(c.env, c.req.valid('param').id);
    const shared = await shareRun(c.env, c.req.url, run);
    return c.html(embedPage(shared, runUrl(c.req.url, run.shownId)), 200, {
      ...FRAMED,
      'cache-control': keptFor(run, shared.version, undefined),
    });
  });
