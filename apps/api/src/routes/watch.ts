import { Hono } from 'hono';
import { z } from 'zod';
import type { Env } from '../env.ts';
import { asDrawn } from '../live/as-drawn.ts';
import { liveRun } from '../live/live-run.ts';
import { checkId } from '../report-of.ts';
import { loadCurve } from '../storage/curve-pages.ts';
import { atMost, FOREVER } from '../share/headers.ts';
import { validate } from '../validate.ts';

const PAGES_A_READ = 200;
const count = z.coerce.number().int().nonnegative().default(0);
const runId = z.object({ id: z.string() });
/** Committed steps that the watcher knows of: the answer is not older. */
const seen = z.object({ seen: count });
const cursor = seen.extend({ after: count });

/** What a run's watchers ask for again and again. */
export const watch = new Hono<{ Bindings: Env }>()
  /** The run as its watchers poll it, a second old at most. */
  .get('/:id', validate('param', runId), validate('query', seen), async (c) => {
    const id = checkId(c.req.valid('param').id);
    return c.json((await liveRun(c.env, id, c.req.valid('query').seen, Date.now())).view);
  })
  /** Curve points behind a cursor, as exact as they can be drawn; a full page never changes. */
  .get('/:id/curve', validate('param', runId), validate('query', cursor), async (c) => {
    const id = checkId(c.req.valid('param').id);
    const { after, ...query } = c.req.valid('query');
    const { run, tail, from } = await liveRun(c.env, id, query.seen, Date.now());
    if (after >= from) {
      const pages = tail.filter(({ seq }) => seq > after);
      c.header('Cache-Control', 'no-cache');
      return c.json({ pages, more: false, next: pages.at(-1)?.seq ?? after });
    }
    const { pages, more } = await loadCurve(c.env.DB, run.id, after, PAGES_A_READ);
    c.header('Cache-Control', more ? atMost(run, FOREVER) : 'no-cache');
    return c.json({ pages: pages.map(asDrawn), more, next: pages.at(-1)?.seq ?? after });
  });
