import type { R2Bucket } from '@cloudflare/workers-types';
import { decodeCheckpoint, decodeWeights, encodeCheckpoint, endOfWeights, type Checkpoint } from '@stepwell/workflow';
import { shape, shapeOf } from '@stepwell/data/sketch';
import { StepwellError } from '@stepwell/base/errors';
import type { Upload } from '@stepwell/data/archive';
import { columnSummary, decodeTable, encodeTable, summarize, type Table } from '@stepwell/data/table';
import { z } from 'zod';
import { ByteCache } from './byte-cache.ts';
import { putChunks, readWhole } from './chunks.ts';
import { keepTable, keptTable, makeRoomForData } from './data-caches.ts';

const checkpoints = new ByteCache<Checkpoint>(8_000_000);

export const datasetSummary = z.object({
  /** Of the file's bytes; of a part of it, of `datasetId`. */
  sha256: z.string(),
  rows: z.int(),
  /** What separates the cells; empty where the file is no text. */
  delimiter: z.string(),
  /** The delimiter of a text; else `npy`, `npz`, `idx` or `images`. */
  format: z.string(),
  /** The parts that the file has, each a dataset of its own; null for a file without. */
  parts: z.array(z.enum(['train', 'test'])).nullable(),
  columns: z.array(columnSummary),
  /** How the values of each column are spread, all rows of the file counted: nothing is sealed before there is a run. */
  shapes: z.array(shape),
});
export type DatasetSummary = z.infer<typeof datasetSummary>;

/** Test-row predictions as they are kept. */
export const storedPredictions = z.object({
  kind: z.enum(['probabilities', 'labels', 'number']),
  /** Class labels in order, labels in order, or the target columns. */
  columns: z.array(z.string()),
  /** The probability from which the second of two classes is named. */
  threshold: z.number(),
  /** [rows]: the rows' numbers in their file, 1 for the first under the header. */
  rows: z.array(z.int()),
  /** [rows, columns] in row-major order. */
  values: z.array(z.number()),
});
export type StoredPredictions = z.infer<typeof storedPredictions>;

/** Stores a table under the sha256 of its file. The summary goes last: what has one is whole. */
export async function putDataset(bucket: R2Bucket, summary: DatasetSummary, table: Table): Promise<void> {
  const key = tableKey(summary.sha256);
  const { byteLength, chunks } = encodeTable(table);
  await putChunks(bucket, key, byteLength, chunks);
  await bucket.put(summaryKey(summary.sha256), JSON.stringify(summary));
  keepTable(key, table, byteLength);
}

/** @returns the summary of a new dataset. */
export function summaryOf(sha256: string, { table, format, parts }: Upload): DatasetSummary {
  // A delimiter is one character; other formats are called by a word.
  const delimiter = format.length === 1 ? format : '';
  return { sha256, rows: table.rows, delimiter, format, parts, columns: summarize(table), shapes: shapesOf(table) };
}

function shapesOf({ columns, rows }: Table): DatasetSummary['shapes'] {
  return columns.map((column) => shapeOf(column, rows));
}

/** @returns the dataset's summary. @throws {StepwellError} `unknown_dataset`. */
export async function getDatasetSummary(bucket: R2Bucket, sha256: string): Promise<DatasetSummary> {
  const object = await bucket.get(summaryKey(sha256));
  if (object === null) throw unknownDataset(sha256);
  return datasetSummary.parse(await object.json());
}

/** @throws {StepwellError} `unknown_dataset` unless all of these are stored whole. */
export async function requireDatasets(bucket: R2Bucket, sha256s: string[]): Promise<void> {
  for (const sha256 of sha256s) {
    if (!(await hasDataset(bucket, sha256))) throw unknownDataset(sha256);
  }
}

/** @returns whether a dataset is stored whole. */
export async function hasDataset(bucket: R2Bucket, sha256: string): Promise<boolean> {
  const found = await Promise.all(datasetKeys(sha256).map((key) => bucket.head(key)));
  return !found.includes(null);
}

/** @returns the dataset's columns. @throws {StepwellError} `unknown_dataset` or `corrupt_blob`. */
export async function getTable(bucket: R2Bucket, sha256: string): Promise<Table> {
  const key = tableKey(sha256);
  const cached = keptTable(key);
  if (cached !== undefined) return cached;
  const object = await bucket.get(key);
  if (object === null) throw unknownDataset(sha256);
  makeRoomForData(object.size);
  const table = decodeTable(await readWhole(object));
  keepTable(key, table, object.size);
  return table;
}

/**
 * Stores a checkpoint under its run, fit and position. The position settles every bit of it, so that racing writers
 * write the same; the moment makes the key one that was never written before, so that what cleaning finds lying about
 * is not written anew under its hands.
 *
 * @returns its key.
 */
export async function putCheckpoint(
  bucket: R2Bucket,
  runId: string,
  fitId: string,
  checkpoint: Checkpoint,
): Promise<string> {
  const key = `runs/${runId}/fits/${fitId}/${checkpoint.position}.${Date.now()}`;
  const { byteLength, chunks } = encodeCheckpoint(checkpoint);
  await putChunks(bucket, key, byteLength, chunks);
  checkpoints.set(key, checkpoint, byteLength);
  return key;
}

/** @returns the checkpoint. @throws {StepwellError} `corrupt_blob` when it is gone or unreadable. */
export async function getCheckpoint(bucket: R2Bucket, key: string): Promise<Checkpoint> {
  const cached = checkpoints.get(key);
  if (cached !== undefined) return cached;
  const object = await bucket.get(key);
  if (object === null) throw gone();
  const buffer = await readWhole(object);
  const checkpoint = decodeCheckpoint(buffer);
  checkpoints.set(key, checkpoint, buffer.byteLength);
  return checkpoint;
}

/** More than header and curve of any fit take. */
const HEAD_BYTES = 1_000_000;

/**
 * What a finished fit has learned, without what only further training would need.
 *
 * @throws {StepwellError} `corrupt_blob` when it is gone or unreadable.
 */
export async function getWeights(bucket: R2Bucket, key: string): Promise<Checkpoint> {
  const cached = checkpoints.get(key);
  if (cached !== undefined) return cached;
  const head = await bucket.get(key, { range: { offset: 0, length: HEAD_BYTES } });
  if (head === null) throw gone();
  const end = endOfWeights(await head.arrayBuffer());
  const object = await bucket.get(key, { range: { offset: 0, length: end } });
  if (object === null) throw gone();
  return decodeWeights(await object.arrayBuffer());
}

/**
 * Stores the predictions for the test rows.
 *
 * @param opened which opening of the vault they are of; each has an object of its own.
 */
export async function putPredictions(
  bucket: R2Bucket,
  runId: string,
  opened: number,
  predictions: StoredPredictions,
): Promise<void> {
  await bucket.put(predictionsKey(runId, opened), JSON.stringify(predictions));
}

/** @returns the predictions for the test rows. @throws {StepwellError} `not_ready` before the test. */
export async function getPredictions(bucket: R2Bucket, runId: string, opened: number): Promise<StoredPredictions> {
  const object = await bucket.get(predictionsKey(runId, opened));
  if (object === null) throw noPredictions();
  return storedPredictions.parse(await object.json());
}

function gone(): StepwellError {
  return new StepwellError('corrupt_blob', 'A checkpoint that was committed is gone from storage.');
}

/** The error for a run that has not been tested. */
export function noPredictions(): StepwellError {
  return new StepwellError('not_ready', 'There are no predictions yet: they come with the test, the last stage.');
}

/** The key of the predictions for the test rows. */
export function predictionsKey(runId: string, opened: number): string {
  return `runs/${runId}/predictions/${opened}`;
}

/** The keys of a dataset that is whole. */
export function datasetKeys(sha256: string): string[] {
  return [tableKey(sha256), summaryKey(sha256)];
}

/** @returns the key of a dataset's columns. */
export function tableKey(sha256: string): string {
  return `datasets/${sha256}/table.2`;
}

function summaryKey(sha256: string): string {
  return `datasets/${sha256}/summary.3`;
}

/** The error for a dataset that is not there. */
export function unknownDataset(sha256: string): StepwellError {
  return new StepwellError(
    'unknown_dataset',
    `There is no dataset ${sha256.slice(0, 12)}… here. Upload the file first. Data that a report shows are those of the run that "from" names, together with its test file, while that run is there.`,
  );
}
