import { Hono } from 'hono';
import { z } from 'zod';
import type { Env } from '../env.ts';
import { asDrawn } from '../live/as-drawn.ts';
import { liveRun, type LiveRun } from '../live/live-run.ts';
import { checkId } from '../report-of.ts';
import { loadCurve } from '../storage/curve-pages.ts';
import { atMost, FOREVER } from '../share/headers.ts';
import { validate } from '../validate.ts';

const PAGES_A_READ = 200;
const count = z.coerce.number().int().nonnegative().default(0);
const runId = z.object({ id: z.string() });
/** Committed steps that the watcher knows of; the answer has at least as many. */
const seen = z.object({ seen: count });
const cursor = seen.extend({ after: count });

/** Routes that watchers poll. */
export const watch = new Hono<{ Bindings: Env }>()
  /** The run's view, at most a second old. */
  .get('/:id', validate('param', runId), validate('query', seen), async (c) => {
    const id = checkId(c.req.valid('param').id);
    return c.json((await liveRun(c.env, id, c.req.valid('query').seen, Date.now())).view);
  })
  /** The run's view and its curve points after a cursor, consistent with each other. */
  .get('/:id/live', validate('param', runId), validate('query', cursor), async (c) => {
    const id = checkId(c.req.valid('param').id);
    const { after, ...query } = c.req.valid('query');
    const live = await liveRun(c.env, id, query.seen, Date.now());
    return c.json({ run: live.view, ...(await pagesBehind(c.env, live, after)) });
  })
  /** Curve points after a cursor, rounded for plotting; a full page never changes. */
  .get('/:id/curve', validate('param', runId), validate('query', cursor), async (c) => {
    const id = checkId(c.req.valid('param').id);
    const { after, ...query } = c.req.valid('query');
    const live = await liveRun(c.env, id, query.seen, Date.now());
    const behind = await pagesBehind(c.env, live, after);
    c.header('Cache-Control', behind.more ? atMost(live.run, FOREVER) : 'no-cache');
    return c.json(behind);
  });

/** @returns pages after a cursor, from the cache or, for old cursors, from the database. */
async function pagesBehind({ DB }: Env, { run, tail, from }: LiveRun, after: number) {
  const { pages, more } =
    after >= from
      ? { pages: tail.filter(({ seq }) => seq > after), more: false }
      : await loadCurve(DB, run.id, after, PAGES_A_READ).then((read) => ({ ...read, pages: read.pages.map(asDrawn) }));
  return { pages, more, next: pages.at(-1)?.seq ?? after };
}
