import type { R2Bucket, R2ObjectBody } from '@cloudflare/workers-types';
import { StepwellError } from '@stepwell/base/errors';
import { decodeCheckpoint, decodeWeights, encodeCheckpoint, endOfWeights, type Checkpoint } from '@stepwell/workflow';
import { ByteCache } from './byte-cache.ts';
import { nameOfPlace, placeOf } from './checkpoint-place.ts';
import { putChunks, readWhole } from './chunks.ts';

const checkpoints = new ByteCache<Checkpoint>(8_000_000);

/** A fit's checkpoint that is to be stored. */
export interface CheckpointOfFit {
  fitId: string;
  checkpoint: Checkpoint;
}

/**
 * Stores checkpoints in one object, one behind the other. Its key names the fits, their positions and the time. The positions
 * determine every bit, so concurrent writers agree; the time makes keys unique, so cleaning never deletes an object that is being
 * written again.
 *
 * @param together of one trial; several only of fits that are done, so that none is superseded before the others.
 * @returns for each of them what the row of its fit names.
 */
export async function putCheckpoints(
  bucket: R2Bucket,
  runId: string,
  together: readonly CheckpointOfFit[],
): Promise<string[]> {
  const encoded = together.map(({ checkpoint }) => encodeCheckpoint(checkpoint));
  const total = encoded.reduce((sum, { byteLength }) => sum + byteLength, 0);
  const key = `runs/${runId}/fits/${nameOf(together)}.${Date.now()}`;
  await putChunks(
    bucket,
    key,
    total,
    encoded.flatMap(({ chunks }) => chunks),
  );
  let offset = 0;
  return encoded.map(({ byteLength: length }, i) => {
    const part = together.length === 1 ? null : { offset, length };
    const name = nameOfPlace({ key, part });
    checkpoints.set(name, together[i]!.checkpoint, length);
    offset += length;
    return name;
  });
}

/** `tune-3/fold-0/40` for one fit, `tune-3/fold-0/40,fold-1/44` for several. */
function nameOf(together: readonly CheckpointOfFit[]): string {
  const trial = together[0]!.fitId.split('/')[0]!;
  const fits = together.map(({ fitId, checkpoint }) => `${fitId.slice(trial.length + 1)}/${checkpoint.position}`);
  return `${trial}/${fits.join(',')}`;
}

/** @returns the checkpoint. @throws {StepwellError} `corrupt_blob` if it's missing or unreadable. */
export async function getCheckpoint(bucket: R2Bucket, name: string): Promise<Checkpoint> {
  const cached = checkpoints.get(name);
  if (cached !== undefined) return cached;
  const { part } = placeOf(name);
  const object = await getPart(bucket, name, null);
  const buffer = part === null ? await readWhole(object) : await object.arrayBuffer();
  const checkpoint = decodeCheckpoint(buffer);
  checkpoints.set(name, checkpoint, buffer.byteLength);
  return checkpoint;
}

/** More bytes than the header and curve of any checkpoint. */
const HEAD_BYTES = 1_000_000;

/**
 * Loads the weights of a finished fit, without the optimizer's slots.
 *
 * @throws {StepwellError} `corrupt_blob` if the checkpoint is missing or unreadable.
 */
export async function getWeights(bucket: R2Bucket, name: string): Promise<Checkpoint> {
  const cached = checkpoints.get(name);
  if (cached !== undefined) return cached;
  const head = await getPart(bucket, name, HEAD_BYTES);
  const end = endOfWeights(await head.arrayBuffer());
  const object = await getPart(bucket, name, end);
  return decodeWeights(await object.arrayBuffer());
}

/** The beginning of a checkpoint, of `length` bytes or all of it. */
async function getPart(bucket: R2Bucket, name: string, length: number | null): Promise<R2ObjectBody> {
  const { key, part } = placeOf(name);
  const most = Math.min(length ?? Infinity, part?.length ?? Infinity);
  const range = most === Infinity ? null : { offset: part?.offset ?? 0, length: most };
  const object = await (range === null
    ? bucket.get(key)
    : bucket.get(key, { range }).catch(async (cause: unknown) => {
        // R2 refuses a range that begins behind the end, each of its versions with another error.
        const { size } = (await bucket.head(key)) ?? { size: Infinity };
        throw range.offset < size ? cause : cutCheckpoint(cause);
      }));
  if (object === null) throw missingCheckpoint();
  return object;
}

function cutCheckpoint(cause: unknown): StepwellError {
  return new StepwellError(
    'corrupt_blob',
    'A stored object ends before a checkpoint of this run that it should hold. The operator can repair the run with "stepwell doctor --fix".',
    { cause },
  );
}

function missingCheckpoint(): StepwellError {
  return new StepwellError(
    'corrupt_blob',
    'A checkpoint of this run is missing from storage. The operator can repair the run with "stepwell doctor --fix".',
  );
}
