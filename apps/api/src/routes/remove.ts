import { Hono } from 'hono';
import { z } from 'zod';
import { deleteRun } from '../cleaning/delete-run.ts';
import type { Env } from '../env.ts';
import { requireKey } from '../keys.ts';
import { dropLiveRun } from '../live/live-run.ts';
import { refusalOfLink } from '../run-to-change.ts';
import { checkId } from '../report-of.ts';
import { keyHashOf } from '../storage/deletions.ts';
import { isLink } from '../storage/links.ts';
import { unknownRun } from '../storage/runs.ts';
import { validate } from '../validate.ts';

const runId = z.object({ id: z.string() });

/** Route that deletes a run. */
export const remove = new Hono<{ Bindings: Env }>()
  /** Deletes a run and all of its data, even if this version can't read it. Requires the edit key. */
  .delete('/:id', validate('param', runId), async (c) => {
    const id = checkId(c.req.valid('param').id);
    const keyHash = await keyHashOf(c.env.DB, id);
    const authorization = c.req.header('authorization');
    if (keyHash === null) {
      throw (await isLink(c.env.DB, id, Date.now())) ? refusalOfLink(authorization) : unknownRun();
    }
    await requireKey(authorization, keyHash);
    await deleteRun(c.env, id, Date.now());
    dropLiveRun(id);
    return c.body(null, 204);
  });
