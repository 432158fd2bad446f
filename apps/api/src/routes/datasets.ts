import { datasetId, readUpload, UPLOAD_LIMITS } from '@stepwell/data/archive';
import { readOptions } from '@stepwell/data/delimited';
import { UPLOAD_TYPES } from '@stepwell/data/formats';
import { StepwellError } from '@stepwell/base/errors';
import { tooLarge } from '@stepwell/data/table';
import { Hono } from 'hono';
import { z } from 'zod';
import type { Env } from '../env.ts';
import { hashWhileReading } from '../hash-stream.ts';
import { requireToken } from '../instance-token.ts';
import { countBytes } from '../limits/bytes-today.ts';
import { clientOf } from '../limits/client-of.ts';
import { beingDeleted, requireNotClaimed } from '../storage/dataset-claims.ts';
import { dropCachedData } from '../storage/data-caches.ts';
import { getDatasetSummary, hasDataset, putDataset, summaryOf } from '../storage/objects.ts';
import { validate } from '../validate.ts';

/** Which rows of the file to use. */
const uploadQuery = z.object({
  part: z.enum(['train', 'test']).optional(),
  /** Share of the rows to sample, in (0, 1]. */
  sample: z.coerce.number().gt(0).max(1).optional(),
  ...readOptions.shape,
  /** Words that count as missing, separated by commas. */
  missing: z.string().max(1_000).optional(),
});

export const datasets = new Hono<{ Bindings: Env }>()
  /** Uploads a file: delimited text, arrays, or images in class folders. Answers with its columns. */
  .post('/', requireToken, validate('query', uploadQuery), async (c) => {
    requireFile(c.req.header('content-type'), c.req.header('content-encoding'));
    const { maxBytes } = UPLOAD_LIMITS;
    const announced = Number(c.req.header('content-length')) || 0;
    if (announced > maxBytes) throw tooLarge(maxBytes);
    const query = c.req.valid('query');
    const client = clientOf(c.req.header('cf-connecting-ip'));
    const sent = c.req.raw.body ?? new Blob([]).stream();
    const counted = await countBytes(c.env, client, sent, announced, Date.now());
    dropCachedData();
    try {
      const { body, sha256 } = hashWhileReading(counted.body);
      const { part, sample, missing, ...options } = query;
      const words = missing === undefined ? {} : { missing: missing.split(',').map((word) => word.trim()) };
      const upload = await readUpload(body, { part: part ?? null, sample, options: { ...options, ...words } });
      const asked = { part, sample, options: { ...options, missing } };
      const summary = summaryOf(await datasetId(await sha256(), asked), upload);
      await requireNotClaimed(c.env.DB, summary.sha256);
      await putDataset(c.env.OBJECTS, summary, upload.table);
      await requireStored(c.env, summary.sha256);
      return c.json(summary, 201);
    } finally {
      await counted.settle();
    }
  })
  /** Columns of a dataset. */
  .get(
    '/:sha256',
    validate('param', z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/, 'expected a sha256 in hexadecimal') })),
    async (c) => {
      return c.json(await getDatasetSummary(c.env.OBJECTS, c.req.valid('param').sha256));
    },
  );

/**
 * Checks that a stored dataset is not being deleted and still exists. The claim is checked first: if it has been released,
 * its objects are already gone.
 *
 * @throws {StepwellError} `busy`.
 */
async function requireStored({ DB, OBJECTS }: Env, sha256: string): Promise<void> {
  await requireNotClaimed(DB, sha256);
  if (!(await hasDataset(OBJECTS, sha256))) throw beingDeleted();
}

/** @throws {StepwellError} `unsupported_media_type`. */
function requireFile(contentType: string | undefined, encoding: string | undefined): void {
  const type = contentType?.split(';')[0]?.trim().toLowerCase();
  if (type !== undefined && !UPLOAD_TYPES.has(type)) {
    throw new StepwellError(
      'unsupported_media_type',
      `The content type ${type.slice(0, 100)} isn't supported. Send the bytes of the file as the body: a table as text/csv, arrays and images as application/zip.`,
    );
  }
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity') {
    throw new StepwellError(
      'unsupported_media_type',
      "The body has a content-encoding, which isn't supported. Send the file without one; send a .gz file as application/gzip.",
    );
  }
}
