import { StepwellError } from '@stepwell/base/errors';
import { forecastCsv } from '@stepwell/model';
import { Hono } from 'hono';
import { z } from 'zod';
import type { Env } from '../env.ts';
import { checkId } from '../report-of.ts';
import { attachment } from '../share/headers.ts';
import { loadRun, type StoredRun } from '../storage/runs.ts';
import { validate } from '../validate.ts';

const runId = z.object({ id: z.string() });

/** Routes of what comes next: the forecast from the end of the file. */
export const forecast = new Hono<{ Bindings: Env }>()
  /** The next values of each series with intervals, and the values known last. */
  .get('/:id/forecast', validate('param', runId), async (c) => {
    const run = await loadRun(c.env.DB, checkId(c.req.valid('param').id));
    const { ahead, asked } = forecastOf(run);
    // Opening the vault again may forecast with another model.
    c.header('Cache-Control', 'no-cache');
    return c.json({ forecast: asked, ...ahead });
  })
  /** The same without the known values, as CSV. */
  .get('/:id/forecast.csv', validate('param', runId), async (c) => {
    const run = await loadRun(c.env.DB, checkId(c.req.valid('param').id));
    const { ahead, asked } = forecastOf(run);
    return c.body(forecastCsv(asked, ahead), 200, {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': attachment(`forecast-${run.shownId}.csv`),
      'cache-control': 'no-cache',
    });
  });

/** @throws {StepwellError} `not_ready` before the test; `unsupported_problem` where nothing is forecast. */
function forecastOf({ spec, state }: StoredRun) {
  const asked = state.definition?.forecast;
  if (spec.horizon === undefined || (asked === undefined && state.definition !== null)) {
    throw new StepwellError(
      'unsupported_problem',
      'This run predicts rows by themselves and forecasts nothing. Start a run with a horizon, or send rows to predict.',
    );
  }
  if (asked === undefined || state.ahead === null) {
    throw new StepwellError(
      'not_ready',
      'There is no forecast yet. The last stage, the test, makes it; finish the run first.',
    );
  }
  return { asked, ahead: state.ahead };
}
