import { StepwellError } from '@stepwell/base/errors';
import { Hono } from 'hono';
import { z } from 'zod';
import type { Env } from '../env.ts';
import { newRunId } from '../keys.ts';
import { runUrl } from '../report-of.ts';
import { runToChange } from '../run-to-change.ts';
import { forgetLiveRun } from '../live/live-run.ts';
import { deleteLink, insertLink, loadLinks } from '../storage/links.ts';
import { validate } from '../validate.ts';

const DAY_MS = 86_400_000;
const MOST_ALIVE = 50;

const runId = z.object({ id: z.string() });
const linkBody = z.strictObject({
  /** Days until it ends by itself; never without. */
  days: z.int().min(1).max(365).optional(),
});

/** Further links to a run, which end by themselves or are taken back: all of it takes the edit key. */
export const links = new Hono<{ Bindings: Env }>()
  /** Makes a link. It reads what the run's own link reads, and does not show that one. */
  .post('/:id/links', validate('param', runId), validate('json', linkBody), async (c) => {
    const run = await runToChange(c.env, c.req.valid('param').id, c.req.header('authorization'));
    const { days } = c.req.valid('json');
    const link = newRunId();
    const createdAt = Date.now();
    const expiresAt = days === undefined ? null : createdAt + days * DAY_MS;
    if (!(await insertLink(c.env.DB, run.id, { link, createdAt, expiresAt }, MOST_ALIVE))) {
      // No 429: waiting would not mend it.
      throw new StepwellError(
        'invalid_request',
        `The run has ${MOST_ALIVE} links already, as many as it may. Take one back first.`,
      );
    }
    return c.json({ link, url: runUrl(c.req.url, link), expiresAt }, 201);
  })
  /** The links there are, and whether they are alive. */
  .get('/:id/links', validate('param', runId), async (c) => {
    const run = await runToChange(c.env, c.req.valid('param').id, c.req.header('authorization'));
    const now = Date.now();
    const all = await loadLinks(c.env.DB, run.id);
    c.header('Cache-Control', 'no-store');
    return c.json({
      links: all.map((one) => ({
        ...one,
        url: runUrl(c.req.url, one.link),
        alive: one.expiresAt === null || one.expiresAt > now,
      })),
    });
  })
  /** Takes a link back: from now on it is as if it had never been. */
  .delete('/:id/links/:link', validate('param', runId.extend({ link: z.string() })), async (c) => {
    const { id, link } = c.req.valid('param');
    const run = await runToChange(c.env, id, c.req.header('authorization'));
    if (!(await deleteLink(c.env.DB, run.id, link))) {
      throw new StepwellError('unknown_run', 'The run has no such link, or no longer.');
    }
    forgetLiveRun(link);
    return c.body(null, 204);
  });
