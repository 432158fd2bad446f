import type { R2Bucket } from '@cloudflare/workers-types';
import { columnSketch, type ColumnSketch } from '@stepwell/data/sketch';
import { diagnostics, type Diagnostics } from '@stepwell/workflow';
import { StepwellError } from '@stepwell/base/errors';
import { z } from 'zod';

const sketches = z.array(columnSketch);

/** Stores the column distributions of a run's development rows. Written before the run itself. */
export async function putSketches(bucket: R2Bucket, runId: string, columns: ColumnSketch[]): Promise<void> {
  await bucket.put(sketchesKey(runId), JSON.stringify(columns));
}

/** Deletes the column distributions of a run that was not created after all. */
export async function deleteSketches(bucket: R2Bucket, runId: string): Promise<void> {
  await bucket.delete(sketchesKey(runId));
}

/** @returns the column distributions of a run's development rows; empty for runs of early versions. */
export async function getSketches(bucket: R2Bucket, runId: string): Promise<ColumnSketch[]> {
  const object = await bucket.get(sketchesKey(runId));
  return object === null ? [] : sketches.parse(await object.json());
}

/**
 * Stores the diagnostics of the test rows.
 *
 * @param opened number of the vault opening.
 */
export async function putDiagnostics(
  bucket: R2Bucket,
  runId: string,
  opened: number,
  found: Diagnostics,
): Promise<void> {
  await bucket.put(diagnosticsKey(runId, opened), JSON.stringify(found));
}

/** @returns the diagnostics of the test rows. @throws {StepwellError} `not_ready` if there are none. */
export async function getDiagnostics(bucket: R2Bucket, runId: string, opened: number): Promise<Diagnostics> {
  const object = await bucket.get(diagnosticsKey(runId, opened));
  if (object === null) throw noDiagnostics();
  return diagnostics.parse(await object.json());
}

/** @returns the error for a run that has not been tested. */
export function noDiagnostics(): StepwellError {
  return new StepwellError(
    'not_ready',
    'There are no diagnostics yet. The last stage opens the test rows and computes them; finish the run first.',
  );
}

/** @returns the key of a run's column distributions. */
export function sketchesKey(runId: string): string {
  return `runs/${runId}/sketches`;
}

/** @returns the key of the diagnostics. */
export function diagnosticsKey(runId: string, opened: number): string {
  return `runs/${runId}/diagnostics/${opened}`;
}
