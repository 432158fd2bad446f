import { preview as previewOf } from '@stepwell/workflow';
import { runSpec } from '@stepwell/workflow/question';
import { Hono } from 'hono';
import type { Env } from '../env.ts';
import { requireToken } from '../instance-token.ts';
import { countQuestion } from '../limits/rate.ts';
import { openQuestion } from '../open-question.ts';
import { settleDatasets } from '../shown-datasets.ts';
import { validate } from '../validate.ts';

/** Route that previews a run. */
export const preview = new Hono<{ Bindings: Env }>()
  /** Answers what a run would decide before training. Nothing is stored. */
  .post('/', requireToken, countQuestion, validate('json', runSpec), async (c) => {
    const spec = await settleDatasets(c.env.DB, c.req.valid('json'));
    const { definition, measure, protocol, decisions, price } = previewOf(await openQuestion(c.env, spec));
    const { type, hypothesis, audit } = definition;
    return c.json({ type, hypothesis, audit, measure: measure.name, protocol, decisions, price });
  });
