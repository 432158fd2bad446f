import type { R2Bucket } from '@cloudflare/workers-types';
import { columnSketch, type ColumnSketch } from '@stepwell/data/sketch';
import { diagnostics, type Diagnostics } from '@stepwell/workflow';
import { StepwellError } from '@stepwell/base/errors';
import { z } from 'zod';

const sketches = z.array(columnSketch);

/** Stores what a run's development rows look like. Written before the run is, which makes it known. */
export async function putSketches(bucket: R2Bucket, runId: string, columns: ColumnSketch[]): Promise<void> {
  await bucket.put(sketchesKey(runId), JSON.stringify(columns));
}

/** Deletes what was stored for a run that was not made after all. */
export async function deleteSketches(bucket: R2Bucket, runId: string): Promise<void> {
  await bucket.delete(sketchesKey(runId));
}

/** @returns what a run's development rows look like; none for a run that was made before they were kept. */
export async function getSketches(bucket: R2Bucket, runId: string): Promise<ColumnSketch[]> {
  const object = await bucket.get(sketchesKey(runId));
  return object === null ? [] : sketches.parse(await object.json());
}

/**
 * Stores what the test rows show beyond a number.
 *
 * @param opened which opening of the vault it is of.
 */
export async function putDiagnostics(
  bucket: R2Bucket,
  runId: string,
  opened: number,
  found: Diagnostics,
): Promise<void> {
  await bucket.put(diagnosticsKey(runId, opened), JSON.stringify(found));
}

/** @returns what the test rows show. @throws {StepwellError} `not_ready` where nothing was kept. */
export async function getDiagnostics(bucket: R2Bucket, runId: string, opened: number): Promise<Diagnostics> {
  const object = await bucket.get(diagnosticsKey(runId, opened));
  if (object === null) throw noDiagnostics();
  return diagnostics.parse(await object.json());
}

/** The error for a run that has not been tested. */
export function noDiagnostics(): StepwellError {
  return new StepwellError(
    'not_ready',
    'There is nothing to see of the test rows yet: they are opened by the last stage.',
  );
}

/** The key of what a run's development rows look like. */
export function sketchesKey(runId: string): string {
  return `runs/${runId}/sketches`;
}

/** The key of what the test rows show. */
export function diagnosticsKey(runId: string, opened: number): string {
  return `runs/${runId}/diagnostics/${opened}`;
}
