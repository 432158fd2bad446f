import { StepwellError } from '@stepwell/workflow/errors';
import { DEFAULT_LIMITS, readCsv, tooLarge } from '@stepwell/workflow/table';
import { Hono } from 'hono';
import { z } from 'zod';
import type { Env } from '../env.ts';
import { hashWhileReading } from '../hash-stream.ts';
import { getDatasetSummary, putDataset, summaryOf } from '../storage/objects.ts';
import { validate } from '../validate.ts';

const TYPES = new Set([
  'text/csv',
  'text/tab-separated-values',
  'text/plain',
  'application/csv',
  'application/vnd.ms-excel',
  'application/octet-stream',
]);

export const datasets = new Hono<{ Bindings: Env }>()
  /** Takes a delimited text file as the body; answers what its columns are. */
  .post('/', async (c) => {
    const type = c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase();
    if (type !== undefined && !TYPES.has(type)) {
      throw new StepwellError(
        'unsupported_media_type',
        `The body is ${type.slice(0, 100)}; a table is sent as text/csv, the file's bytes and nothing around them.`,
      );
    }
    const encoding = c.req.header('content-encoding');
    if (encoding !== undefined && encoding.toLowerCase() !== 'identity') {
      throw new StepwellError(
        'unsupported_media_type',
        'The body is compressed; send the file as it is, without a content-encoding.',
      );
    }
    const { maxBytes } = DEFAULT_LIMITS;
    if (Number(c.req.header('content-length') ?? 0) > maxBytes) throw tooLarge(maxBytes);
    const { body, sha256 } = hashWhileReading(c.req.raw.body ?? new Blob([]).stream());
    const { table, delimiter } = await readCsv(body);
    const summary = summaryOf(await sha256(), table, delimiter);
    await putDataset(c.env.OBJECTS, summary, table);
    return c.json(summary, 201);
  })
  /** What the columns of a dataset are. */
  .get(
    '/:sha256',
    validate('param', z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/, 'a sha256 in hexadecimal') })),
    async (c) => {
      return c.json(await getDatasetSummary(c.env.OBJECTS, c.req.valid('param').sha256));
    },
  );
