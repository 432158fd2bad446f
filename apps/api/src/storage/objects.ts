import type { R2Bucket } from '@cloudflare/workers-types';
import { shape, shapeOf } from '@stepwell/data/sketch';
import { StepwellError } from '@stepwell/base/errors';
import type { Upload } from '@stepwell/data/archive';
import { columnSummary, decodeTable, encodeTable, headOf, summarize, type Table } from '@stepwell/data/table';
import { reading } from '@stepwell/data/values';
import { z } from 'zod';
import { putChunks, readWhole } from './chunks.ts';
import { cachedTable, cacheTable, makeRoomForData } from './data-caches.ts';

export const datasetSummary = z.object({
  /** Sha256 of the file; for a part or sample, see `datasetId`. */
  sha256: z.string(),
  rows: z.int(),
  /** Delimiter of a text file; empty for other formats. */
  delimiter: z.string(),
  /** Delimiter of a text file; otherwise `npy`, `npz`, `idx` or `images`. */
  format: z.string(),
  /** Parts of the file, each a separate dataset; null for a file without parts. */
  parts: z.array(z.enum(['train', 'test'])).nullable(),
  columns: z.array(columnSummary),
  /** Distribution of each column over all rows of the file; nothing is sealed before a run exists. */
  shapes: z.array(shape),
  /** How the file was read; null for formats that leave nothing open, and for datasets stored before this was noted. */
  reading: reading.nullable().default(null),
  /** The first rows as read, as texts; empty cells for missing values, texts and images by their beginning. */
  head: z.array(z.array(z.string())).default([]),
});
export type DatasetSummary = z.infer<typeof datasetSummary>;

/** Stored predictions of the test rows. */
export const storedPredictions = z.object({
  kind: z.enum(['probabilities', 'labels', 'number']),
  /** Class labels in order, labels in order, or the target columns. */
  columns: z.array(z.string()),
  /** Probability from which the second of two classes is predicted. */
  threshold: z.number(),
  /** [rows]: row numbers in the file; 1 for the first row after the header. */
  rows: z.array(z.int()),
  /** [rows, columns] in row-major order. */
  values: z.array(z.number()),
  /** Those of the rows of a test file without a target; null where there are none. */
  unscored: z
    .object({ rows: z.array(z.int()), values: z.array(z.number()) })
    .nullable()
    .default(null),
  /** Of forecasts, what rows are: moments, which the file has no row numbers for. */
  origins: z
    .object({
      time: z.string(),
      /** [rows]. */
      times: z.array(z.union([z.string(), z.number()])),
      series: z.string().nullable(),
      /** [rows]; empty for a single series. */
      names: z.array(z.string()),
    })
    .optional(),
  /** Whether the scored rows are rows of the test file, too. */
  sameFile: z.boolean().default(true),
});
export type StoredPredictions = z.infer<typeof storedPredictions>;

/** Stores a table under the sha256 of its file. The summary is written last, so a dataset with one is complete. */
export async function putDataset(bucket: R2Bucket, summary: DatasetSummary, table: Table): Promise<void> {
  const key = tableKey(summary.sha256);
  const { byteLength, chunks } = encodeTable(table);
  await putChunks(bucket, key, byteLength, chunks);
  await bucket.put(summaryKey(summary.sha256), JSON.stringify(summary));
  cacheTable(key, table, byteLength);
}

/** @returns the summary of a new dataset. */
export function summaryOf(sha256: string, { table, format, parts }: Upload): DatasetSummary {
  // A delimiter is one character; the names of other formats are longer.
  const delimiter = format.length === 1 ? format : '';
  return {
    sha256,
    rows: table.rows,
    delimiter,
    format,
    parts,
    columns: summarize(table),
    shapes: shapesOf(table),
    reading: table.reading ?? null,
    head: headOf(table),
  };
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

/** @throws {StepwellError} `unknown_dataset` unless all datasets are stored completely. */
export async function requireDatasets(bucket: R2Bucket, sha256s: string[]): Promise<void> {
  for (const sha256 of sha256s) {
    if (!(await hasDataset(bucket, sha256))) throw unknownDataset(sha256);
  }
}

/** @returns whether a dataset is stored completely. */
export async function hasDataset(bucket: R2Bucket, sha256: string): Promise<boolean> {
  const found = await Promise.all(datasetKeys(sha256).map((key) => bucket.head(key)));
  return !found.includes(null);
}

/** @returns the dataset's columns. @throws {StepwellError} `unknown_dataset` or `corrupt_blob`. */
export async function getTable(bucket: R2Bucket, sha256: string): Promise<Table> {
  const key = tableKey(sha256);
  const cached = cachedTable(key);
  if (cached !== undefined) return cached;
  const object = await bucket.get(key);
  if (object === null) throw unknownDataset(sha256);
  makeRoomForData(object.size);
  const table = decodeTable(await readWhole(object));
  cacheTable(key, table, object.size);
  return table;
}

/**
 * Stores the predictions for the test rows.
 *
 * @param opened number of the vault opening; each has its own object.
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

/** @returns the error for a run that has not been tested. */
export function noPredictions(): StepwellError {
  return new StepwellError(
    'not_ready',
    'There are no predictions yet. The last stage, the test, writes them; finish the run first.',
  );
}

/** @returns the key of the predictions for the test rows. */
export function predictionsKey(runId: string, opened: number): string {
  return `runs/${runId}/predictions/${opened}`;
}

/** @returns the keys of a complete dataset. */
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

/** @returns the error for an unknown dataset. */
export function unknownDataset(sha256: string): StepwellError {
  return new StepwellError(
    'unknown_dataset',
    `There is no dataset ${sha256.slice(0, 12)}…. Upload the file first. To use the datasets of a report, copy all of them and set "from" to a run that still exists.`,
  );
}
