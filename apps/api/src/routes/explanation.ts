import { Hono } from 'hono';
import { z } from 'zod';
import type { Env } from '../env.ts';
import { checkId } from '../report-of.ts';
import { runToChange } from '../run-to-change.ts';
import { atMost, FOREVER } from '../share/headers.ts';
import { getExplanation, noExplanation } from '../storage/explanations.ts';
import { loadRun } from '../storage/runs.ts';
import { validate } from '../validate.ts';

const runId = z.object({ id: z.string() });

/** Routes that explain a run's configuration, from validation rows. */
export const explanation = new Hono<{ Bindings: Env }>()
  /** How predictions change with columns and words, or with parts of an image. What matters is in the report. */
  .get('/:id/explanation', validate('param', runId), async (c) => {
    const run = await loadRun(c.env.DB, checkId(c.req.valid('param').id));
    if (run.state.explanation === null) throw noExplanation();
    const { dependence, words, occlusion } = await getExplanation(c.env.OBJECTS, run.id);
    c.header('Cache-Control', atMost(run, FOREVER));
    return c.json({ dependence, words, occlusion });
  })
  /** The validation rows that were predicted worst, with their cells. Requires the edit key: they are rows of the file. */
  .get('/:id/misses', validate('param', runId), async (c) => {
    const run = await runToChange(c.env, c.req.valid('param').id, c.req.header('authorization'));
    if (run.state.explanation === null) throw noExplanation();
    const { misses } = await getExplanation(c.env.OBJECTS, run.id);
    c.header('Cache-Control', 'private, no-store');
    return c.json({ misses });
  });
