import { readUpload, UPLOAD_LIMITS } from '@stepwell/workflow/archive';
import { StepwellError } from '@stepwell/workflow/errors';
import { toHex } from '@stepwell/workflow/format';
import { tooLarge } from '@stepwell/workflow/table';
import { Hono } from 'hono';
import { z } from 'zod';
import type { Env } from '../env.ts';
import { hashWhileReading } from '../hash-stream.ts';
import { getDatasetSummary, makeRoomForUpload, putDataset, summaryOf } from '../storage/objects.ts';
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
const uploadQuery = z.object({ part: z.enum(['train', 'test']).optional() });
type Part = z.infer<typeof uploadQuery>['part'];

export const datasets = new Hono<{ Bindings: Env }>()
  /** Takes a file as the body: a delimited text, arrays, or images in class folders; answers what its columns are. */
  .post('/', validate('query', uploadQuery), async (c) => {
    requireFile(c.req.header('content-type'), c.req.header('content-encoding'));
    const { maxBytes } = UPLOAD_LIMITS;
    if (Number(c.req.header('content-length') ?? 0) > maxBytes) throw tooLarge(maxBytes);
    const { part } = c.req.valid('query');
    makeRoomForUpload();
    const { body, sha256 } = hashWhileReading(c.req.raw.body ?? new Blob([]).stream());
    const upload = await readUpload(body, { part: part ?? null });
    const summary = summaryOf(await datasetId(await sha256(), part), upload);
    await putDataset(c.env.OBJECTS, summary, upload.table);
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
 * What a dataset is known by: the sha256 of the file, or, where a part of it was asked for, the sha256 of
 * "SHA256#PART", in hexadecimal.
 */
async function datasetId(sha256: string, part: Part): Promise<string> {
  if (part === undefined) return sha256;
  return toHex(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(`${sha256}#${part}`)));
}
