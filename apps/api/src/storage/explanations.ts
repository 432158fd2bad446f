import type { R2Bucket } from '@cloudflare/workers-types';
import { StepwellError } from '@stepwell/base/errors';
import { explanationDetails, type ExplanationDetails } from '@stepwell/workflow';

/** Stores what explains a run's configuration. The same run gives the same bytes, so concurrent writers agree. */
export async function putExplanation(bucket: R2Bucket, runId: string, details: ExplanationDetails): Promise<void> {
  await bucket.put(explanationKey(runId), JSON.stringify(details));
}

/** @returns what explains a run's configuration. @throws {StepwellError} `not_ready` if there is nothing. */
export async function getExplanation(bucket: R2Bucket, runId: string): Promise<ExplanationDetails> {
  const object = await bucket.get(explanationKey(runId));
  if (object === null) throw noExplanation();
  return explanationDetails.parse(await object.json());
}

/** @returns the error for a run without an explanation. */
export function noExplanation(): StepwellError {
  return new StepwellError(
    'not_ready',
    'This run has no explanation. It comes after the search, except in runs of a single fit, and in those of earlier versions: start the same run again to get one.',
  );
}

/** @returns the key of a run's explanation. */
export function explanationKey(runId: string): string {
  return `runs/${runId}/explanation`;
}
