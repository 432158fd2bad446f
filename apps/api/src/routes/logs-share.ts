import { Hono } from 'hono';
import { etag } from 'hono/etag';
import { html, raw } from 'hono/html';
import { z } from 'zod';
import type { Env } from '../env.ts';
import { logCardSvg, logCurveSvg } from '../logs/log-picture.ts';
import { logUrl } from '../logs/log-view.ts';
import { keptForLog, shareLog, type SharedLog } from '../logs/shared-log.ts';
import { checkId } from '../report-of.ts';
import { PAGE_STYLE } from '../share/embed-page.ts';
import { FRAMED, PICTURE } from '../share/headers.ts';
import { loadLog } from '../storage/logs.ts';
import { validate } from '../validate.ts';

const runId = z.object({ id: z.string() });
const look = z.object({ theme: z.enum(['auto', 'light', 'dark']).default('auto'), v: z.string().max(100).optional() });

/** Routes that share a logged run as pictures and as an embeddable page. */
export const logsShare = new Hono<{ Bindings: Env }>()
  /** The card for link previews. */
  .get('/l/:id/card.png', validate('param', runId), validate('query', look), async (c) => {
    const log = await loadLog(c.env.DB, checkId(c.req.valid('param').id));
    const { rasterise } = await import('../share/rasterise.ts');
    const { buffer } = await rasterise(logCardSvg(await shareLog(c.env, log)));
    const cacheControl = keptForLog(log, c.req.valid('query').v);
    return c.body(buffer, 200, { ...PICTURE, 'content-type': 'image/png', 'cache-control': cacheControl });
  })
  /** The curve, for a README. */
  .get('/l/:id/curve.svg', etag(), validate('param', runId), validate('query', look), async (c) => {
    const log = await loadLog(c.env.DB, checkId(c.req.valid('param').id));
    const { theme, v } = c.req.valid('query');
    return c.body(logCurveSvg(await shareLog(c.env, log), theme), 200, {
      ...PICTURE,
      'content-type': 'image/svg+xml; charset=utf-8',
      'cache-control': keptForLog(log, v),
    });
  })
  /** A page that any site may embed. */
  .get('/l/:id/embed', etag(), validate('param', runId), async (c) => {
    const log = await loadLog(c.env.DB, checkId(c.req.valid('param').id));
    const shared = await shareLog(c.env, log);
    return c.html(embedded(shared, logUrl(c.req.url, log.id)), 200, {
      ...FRAMED,
      'cache-control': keptForLog(log, undefined),
    });
  });

function embedded(shared: SharedLog, link: string) {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${shared.title}</title>
        <link rel="canonical" href="${link}" />
        <style>
          ${raw(`${PAGE_STYLE}main{padding:1rem;max-width:48rem;margin:0 auto}h1 a{text-decoration:none}`)}
        </style>
      </head>
      <body>
        <main>
          <h1><a href="${link}" target="_blank" rel="noopener">${shared.title}</a></h1>
          <p>${shared.sentence}</p>
          <figure>${raw(logCurveSvg(shared, 'auto', true))}</figure>
          <p><a href="${link}" target="_blank" rel="noopener">Open the run</a> · Stepwell</p>
        </main>
      </body>
    </html>`;
}
