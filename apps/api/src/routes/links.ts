import { StepwellError } from '@stepwell/base/errors';
import { Hono } from 'hono';
import { z } from 'zod';
import type { Env } from '../env.ts';
import { newRunId } from '../keys.ts';
import { runUrl } from '../report-of.ts';
import { runToChange } from '../run-to-change.ts';
import { dropLiveRun } from '../live/live-run.ts';
import { deleteLink, insertLink, loadLinks } from '../storage/links.ts';
import { validate } from '../validate.ts';

const DAY_MS = 86_400_000;
const MAX_ACTIVE = 50;

const runId = z.object({ id: z.string() });
const linkBody = z.strictObject({
  /** Days until the link expires; it never expires by default. */
  days: z.int().min(1).max(365).optional(),
});

/** Routes of read-only links, which can expire or be revoked. All require the edit key. */
export const links = new Hono<{ Bindings: Env }>()
  /** Creates a link. It gives the same read access as the run's own link, without revealing it. */
  .post('/:id/links', validate('param', runId), validate('json', linkBody), async (c) => {
    const run = await runToChange(c.env, c.req.valid('param').id, c.req.header('authorization'));
    const { days } = c.req.valid('json');
    const link = newRunId();
    const createdAt = Date.now();
    const expiresAt = days === undefined ? null : createdAt + days * DAY_MS;
    if (!(await insertLink(c.env.DB, run.id, { link, createdAt, expiresAt }, MAX_ACTIVE))) {
      // Not 429, since waiting doesn't help.
      throw new StepwellError(
        'invalid_request',
        `The run already has ${MAX_ACTIVE} active links, which is the limit. Revoke one first.`,
      );
    }
    return c.json({ link, url: runUrl(c.req.url, link), expiresAt }, 201);
  })
  /** The links, and whether they are active. */
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
  /** Revokes a link. */
  .delete('/:id/links/:link', validate('param', runId.extend({ link: z.string() })), async (c) => {
    const { id, link } = c.req.valid('param');
    const run = await runToChange(c.env, id, c.req.header('authorization'));
    if (!(await deleteLink(c.env.DB, run.id, link))) {
      throw new StepwellError(
        'unknown_run',
        'The run has no such link; it may have been revoked already. Check the list of links.',
      );
    }
    dropLiveRun(link);
    return c.body(null, 204);
  });
