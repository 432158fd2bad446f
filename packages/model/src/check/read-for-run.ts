import { datasetId, readUpload, shownDatasetId, type AskedReading } from '@stepwell/data/archive';
import type { ReadOptions } from '@stepwell/data/delimited';
import { toHex } from '@stepwell/base/format';
import type { Table } from '@stepwell/data/table';
import type { RunSpec } from '@stepwell/workflow';

/** A file, and its name for messages. */
export interface NamedFile {
  name: string;
  body: Blob;
}

/** A file whose fingerprint isn't the run's. */
export interface OtherFile {
  name: string;
  /** Fingerprints, as a report shows them. */
  here: string;
  run: string;
}

/** How the files were asked to be read, beyond the rules. */
export interface AskedOfFiles {
  sample?: number | undefined;
  reading?: ReadOptions;
  /** The same, as parameters of an upload. */
  options?: AskedReading['options'];
}

/** A run's rows, read again. */
export interface ReadAgain {
  table: Table;
  /** Null where the run has no test file. */
  testTable: Table | null;
  differs: OtherFile[];
}

/**
 * Reads a run's files as its upload did.
 *
 * @param spec as the report shows it, with fingerprints in place of the datasets' ids.
 * @param file of the rows.
 * @param test of the test rows; if the run has some and none is given, the test part of `file`.
 * @throws {StepwellError} a code of the family "the file".
 */
export async function readForRun(
  { dataset, testDataset }: Pick<RunSpec, 'dataset' | 'testDataset'>,
  file: NamedFile,
  test: NamedFile | null,
  asked: AskedOfFiles = {},
): Promise<ReadAgain> {
  const rows = await readAs(file, dataset, [undefined, 'train'], asked);
  if (testDataset === undefined) return { table: rows.table, testTable: null, differs: rows.differs };
  const tested = await (test === null
    ? readAs(file, testDataset, ['test'], asked)
    : readAs(test, testDataset, [undefined, 'test'], { ...asked, sample: undefined }));
  return { table: rows.table, testTable: tested.table, differs: [...rows.differs, ...tested.differs] };
}

/** Reads the part of a file that has the fingerprint; the first part where none has. */
async function readAs(
  { name, body }: NamedFile,
  fingerprint: string,
  parts: readonly ('train' | 'test' | undefined)[],
  { sample, reading = {}, options = {} }: AskedOfFiles,
): Promise<{ table: Table; differs: OtherFile[] }> {
  const sha256 = toHex(await crypto.subtle.digest('SHA-256', await body.arrayBuffer()));
  const shown = await Promise.all(
    parts.map(async (part) => shownDatasetId(await datasetId(sha256, { part, sample, options }))),
  );
  const found = shown.indexOf(fingerprint);
  const { table } = await readUpload(body.stream(), {
    part: parts[Math.max(0, found)] ?? null,
    sample,
    options: reading,
  });
  return { table, differs: found >= 0 ? [] : [{ name, here: shown[0]!, run: fingerprint }] };
}
