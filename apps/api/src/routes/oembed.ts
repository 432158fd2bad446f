import { StepwellError } from '@stepwell/base/errors';
import { Hono } from 'hono';
import { z } from 'zod';
import type { Env } from '../env.ts';
import { cleanText } from '@stepwell/workflow/share';
import { logUrl, titleOfLog } from '../logs/log-view.ts';
import { versionOfLog } from '../logs/shared-log.ts';
import { checkId, reportOf, runUrl } from '../report-of.ts';
import { atMost } from '../share/headers.ts';
import { idInLink, isLogLink, oembedOf } from '../share/oembed.ts';
import { runById, titleOfReport, versionOf } from '../share/run-to-share.ts';
import { loadLog } from '../storage/logs.ts';
import { unknownRun } from '../storage/runs.ts';
import { validate } from '../validate.ts';

const pixels = z.coerce.number().int().min(1).optional();
const query = z.object({
  url: z.string().max(2000),
  maxwidth: pixels,
  maxheight: pixels,
  format: z.string().max(100).default('json'),
});

/** oEmbed of a run. @see https://oembed.com */
export const oembed = new Hono<{ Bindings: Env }>().get('/oembed', validate('query', query), async (c) => {
  const { url, format, ...room } = c.req.valid('query');
  if (format !== 'json') {
    throw new StepwellError('not_implemented', 'oEmbed is only available as JSON. Use format=json.');
  }
  const id = idInLink(url, c.req.url);
  if (id === null) throw unknownRun();
  if (isLogLink(url)) {
    const log = await loadLog(c.env.DB, checkId(id));
    const told = oembedOf(logUrl(c.req.url, log.id), cleanText(titleOfLog(log)), versionOfLog(log), room);
    return c.json(told, 200, { 'access-control-allow-origin': '*', 'cache-control': 'public, max-age=300' });
  }
  const run = await runById(c.env, id);
  const title = titleOfReport(await reportOf(c.env, c.req.url, run));
  const told = oembedOf(runUrl(c.req.url, run.shownId), title, versionOf(run), room);
  // As long as the answer itself may be cached.
  const cache = run.shownId === run.id ? {} : { cache_age: 60 };
  return c.json({ ...told, ...cache }, 200, {
    'access-control-allow-origin': '*',
    'cache-control': atMost(run, 'public, max-age=300'),
  });
});
