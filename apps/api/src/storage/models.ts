import type { R2Bucket } from '@cloudflare/workers-types';
import { StepwellError } from '@stepwell/base/errors';
import { decodeModel, encodeModel, type Model } from '@stepwell/model';
import { ByteCache } from './byte-cache.ts';

const models = new ByteCache<Model>(8_000_000);

/**
 * Stores the model that a test was made with. Never changes.
 *
 * @param opened number of the vault opening; each has its own model.
 */
export async function putModel(bucket: R2Bucket, runId: string, opened: number, model: Model): Promise<void> {
  await bucket.put(modelKey(runId, opened), encodeModel(model));
}

/** @returns the encoded model of a run. @throws {StepwellError} `not_ready` if it has none. */
export async function getModelBytes(bucket: R2Bucket, runId: string, opened: number | undefined): Promise<ArrayBuffer> {
  if (opened === undefined) throw noModel(false);
  const object = await bucket.get(modelKey(runId, opened));
  if (object === null) throw noModel(true);
  return object.arrayBuffer();
}

/** @returns the model of a run. @throws {StepwellError} `not_ready` if it has none; `corrupt_blob`. */
export async function getModel(bucket: R2Bucket, runId: string, opened: number | undefined): Promise<Model> {
  if (opened === undefined) throw noModel(false);
  const key = modelKey(runId, opened);
  const cached = models.get(key);
  if (cached !== undefined) return cached;
  const bytes = await getModelBytes(bucket, runId, opened);
  const model = decodeModel(bytes);
  models.set(key, model, bytes.byteLength);
  return model;
}

function noModel(tested: boolean): StepwellError {
  return new StepwellError(
    'not_ready',
    tested
      ? 'This run was tested by a version that kept no models. Start the same run again: it gives the same weights.'
      : 'There is no model yet. The last stage, the test, keeps it; finish the run first.',
  );
}

/** @returns the key of a run's model. */
export function modelKey(runId: string, opened: number): string {
  return `runs/${runId}/model/${opened}`;
}
