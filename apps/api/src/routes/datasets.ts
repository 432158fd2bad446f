import { readUpload, UPLOAD_LIMITS } from '@stepwell/data/archive';
import { StepwellError } from '@stepwell/base/errors';
import { tooLarge } from '@stepwell/data/table';
import { Hono } from 'hono';
import { z } from 'zod';
import type { Env } from '../env.ts';
import { hashWhileReading } from '../hash-stream.ts';
import { requireToken } from '../instance-token.ts';
import { countBytes } from '../limits/bytes-today.ts';
import { clientOf } from '../limits/client-of.ts';
import { sha256Of } from '../sha256.ts';
import { beingDeleted, requireNotCondemned } from '../storage/condemned.ts';
import { forgetData } from '../storage/data-caches.ts';
import { getDatasetSummary, hasDataset, putDataset, summaryOf } from '../storage/objects.ts';
import { validate } from '../validate.ts';

const TYPES = new Set([
  'text/csv',
  'text/tab-separated-values',
  'text/plain',
  'application/csv',
  'application/vnd.ms-excel',
  'application/octet-stream',
  'application/zip',
  'application/x-zip-compressed',
  'application/x-npz',
  'application/gzip',
  'application/x-gzip',
]);

/** Which part of a file that has several is wanted. */
const uploadQuery = z.object({
  part: z.enum(['train', 'test']).optional(),
  /** The share of the rows to draw. */
  sample: z.coerce.number().gt(0).max(1).optional(),
});
type UploadQuery = z.infer<typeof uploadQuery>;

export const datasets = new Hono<{ Bindings: Env }>()
  /** Takes a file as the body: a delimited text, arrays, or images in class folders; answers what its columns are. */
  .post('/', requireToken, validate('query', uploadQuery), async (c) => {
    requireFile(c.req.header('content-type'), c.req.header('content-encoding'));
    const { maxBytes } = UPLOAD_LIMITS;
    const announced = Number(c.req.header('content-length')) || 0;
    if (announced > maxBytes) throw tooLarge(maxBytes);
    const query = c.req.valid('query');
    const client = clientOf(c.req.header('cf-connecting-ip'));
    const sent = c.req.raw.body ?? new Blob([]).stream();
    const counted = await countBytes(c.env, client, sent, announced, Date.now());
    forgetData();
    try {
      const { body, sha256 } = hashWhileReading(counted.body);
      const upload = await readUpload(body, { part: query.part ?? null, sample: query.sample });
      const summary = summaryOf(await datasetId(await sha256(), query), upload);
      await requireNotCondemned(c.env.DB, summary.sha256);
      await putDataset(c.env.OBJECTS, summary, upload.table);
      await requireKept(c.env, summary.sha256);
      return c.json(summary, 201);
    } finally {
      await counted.settle();
    }
  })
  /** What the columns of a dataset are. */
  .get(
    '/:sha256',
    validate('param', z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/, 'a sha256 in hexadecimal') })),
    async (c) => {
      return c.json(await getDatasetSummary(c.env.OBJECTS, c.req.valid('param').sha256));
    },
  );

/**
 * Asks, once it is stored, whether a deletion that began meanwhile takes it, or has. The claim is asked for first: where
 * there is none any more, whatever it took is gone by then.
 *
 * @throws {StepwellError} `busy`.
 */
async function requireKept({ DB, OBJECTS }: Env, sha256: string): Promise<void> {
  await requireNotCondemned(DB, sha256);
  if (!(await hasDataset(OBJECTS, sha256))) throw beingDeleted();
}

/** @throws {StepwellError} `unsupported_media_type`. */
function requireFile(contentType: string | undefined, encoding: string | undefined): void {
  const type = contentType?.split(';')[0]?.trim().toLowerCase();
  if (type !== undefined && !TYPES.has(type)) {
    throw new StepwellError(
      'unsupported_media_type',
      `The body is ${type.slice(0, 100)}; a table is sent as text/csv, arrays and images as application/zip: the file's bytes and nothing around them.`,
    );
  }
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity') {
    throw new StepwellError(
      'unsupported_media_type',
      'The body has a content-encoding; send the file as it is, a .gz file as application/gzip.',
    );
  }
}

/**
 * What a dataset is known by: the sha256 of the file, or, where a part or a share of its rows was asked for, the sha256
 * of "SHA256#PART", "SHA256#sample=SHARE" or "SHA256#PART#sample=SHARE", in hexadecimal.
 */
async function datasetId(sha256: string, { part, sample }: UploadQuery): Promise<string> {
  const wanted = [...(part === undefined ? [] : [part]), ...(sample === undefined ? [] : [`sample=${sample}`])];
  if (wanted.length === 0) return sha256;
  return sha256Of([sha256, ...wanted].join('#'));
}
