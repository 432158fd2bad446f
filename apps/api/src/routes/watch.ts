import { Hono } from 'hono';
import { z } from 'zod';
import type { Env } from '../env.ts';
import { checkId } from '../report-of.ts';
import { viewRun } from '../run-view.ts';
import { atMost, FOREVER } from '../share/headers.ts';
import { loadCurve, type CurvePage } from '../storage/curve-pages.ts';
import { loadRun } from '../storage/runs.ts';
import { validate } from '../validate.ts';

const PAGES_A_READ = 200;
const runId = z.object({ id: z.string() });
const cursor = z.object({ after: z.coerce.number().int().nonnegative().default(0) });

/** What a run's watchers ask for again and again. */
export const watch = new Hono<{ Bindings: Env }>()
  /** The run as its watchers poll it. */
  .get('/:id', validate('param', runId), async (c) => {
    return c.json(viewRun(await loadRun(c.env.DB, checkId(c.req.valid('param').id))));
  })
  /** Curve points behind a cursor, as exact as they can be drawn; a full page never changes. */
  .get('/:id/curve', validate('param', runId), validate('query', cursor), async (c) => {
    const id = checkId(c.req.valid('param').id);
    const { after } = c.req.valid('query');
    const { pages, more, runId } = await loadCurve(c.env.DB, id, after, PAGES_A_READ);
    if (runId === null) await loadRun(c.env.DB, id);
    c.header('Cache-Control', more && runId !== null ? atMost({ id: runId, shownId: id }, FOREVER) : 'no-cache');
    return c.json({ pages: pages.map(asDrawn), more, next: pages.at(-1)?.seq ?? after });
  });

/** Six digits: more than a picture shows, and less than half of the bytes. */
const DIGITS = 6;

function asDrawn(page: CurvePage): CurvePage {
  const shorten = (value: number) => Number(value.toPrecision(DIGITS));
  const points = page.points.map(({ epoch, trainLoss, validationLoss, validationScore }) => ({
    epoch,
    trainLoss: shorten(trainLoss),
    validationLoss: validationLoss === null ? null : shorten(validationLoss),
    validationScore: validationScore === null ? null : shorten(validationScore),
  }));
  return { ...page, points };
}
