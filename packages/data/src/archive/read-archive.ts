import { StepwellError } from '@stepwell/base/errors';
import type { ByteReader } from '../bytes/byte-reader.ts';
import { Arrays } from './contents/arrays.ts';
import { ClassFolders } from './contents/class-folders.ts';
import type { Content } from './contents/content.ts';
import { IdxFiles } from './contents/idx-files.ts';
import { SkippedFiles } from './contents/skipped-files.ts';
import { Tables } from './contents/tables.ts';
import { entryKind, type EntryKind } from '../upload/entry-kind.ts';
import type { UnpackedBudget, UploadLimits } from '../upload/limits.ts';
import type { ReadOptions } from '../delimited/index.ts';
import { PartChoice, type Part } from '../upload/parts.ts';
import type { Upload } from '../upload/upload.ts';
import { readZip } from './zip/read-zip.ts';

/**
 * Reads a zip: arrays (.npz), images and labels in the idx format, images in class folders, or one table for each part.
 * A table counts where there is nothing else, and where its rows name the images; all other files are skipped unread.
 *
 * @param part the part wanted; null for what to learn from.
 * @throws {StepwellError} a code of the families "the archive" and "the file" in `ERROR_CODES`.
 */
export async function readArchive(
  reader: ByteReader,
  part: Part | null,
  limits: UploadLimits,
  budget: UnpackedBudget,
  options: ReadOptions = {},
): Promise<Upload> {
  const choice = new PartChoice(part, limits.toPredict);
  // Of a table beside images, the name says nothing of which parts the images have.
  const choiceOfTables = new PartChoice(part, limits.toPredict);
  const skipped = new SkippedFiles();
  let kind: EntryKind | null = null;
  let content: Content | null = null;
  for await (const entry of readZip(reader, limits, budget)) {
    const found = entryKind(entry.path);
    if (found === 'table' && content instanceof ClassFolders) {
      await content.readTable(entry);
      continue;
    }
    if (found === null || (found === 'table' && kind !== null && kind !== 'table')) {
      skipped.add(entry.path);
      continue;
    }
    if (kind !== null && kind !== 'table' && kind !== found) {
      throw new StepwellError(
        'unknown_archive',
        `The zip contains several kinds of files; "${entry.path.slice(-80)}" is the first of another kind. Use one kind: arrays, IDX files, or images in class folders or with a table that names them.`,
      );
    }
    if (kind !== found || content === null) {
      kind = found;
      content = begin(
        found,
        choice,
        limits,
        () => tablesBefore(content) ?? new Tables(choiceOfTables, limits, budget, options),
        budget,
      );
    }
    await content.read(entry);
  }
  if (content === null) throw nothingKnown([...skipped.first]);
  return content.finish(skipped);
}

function begin(
  kind: EntryKind,
  choice: PartChoice,
  limits: UploadLimits,
  tables: () => Tables,
  budget: UnpackedBudget,
): Content {
  switch (kind) {
    case 'array':
      return new Arrays(choice, limits);
    case 'idx':
      return new IdxFiles(choice, limits, budget);
    case 'image':
      return new ClassFolders(choice, limits, tables());
    case 'table':
      return tables();
  }
}

/** The tables of the zip that came before its images. */
function tablesBefore(content: Content | null): Tables | null {
  return content instanceof Tables ? content : null;
}

function nothingKnown(skipped: string[]): StepwellError {
  const holds =
    skipped.length === 0
      ? 'nothing'
      : skipped.includes('[Content_Types].xml')
        ? 'a spreadsheet or a document'
        : `only ${skipped.join(', ')}`;
  return new StepwellError(
    'unknown_archive',
    `The zip contains ${holds}. Upload a table (CSV, JSON, ARFF, svmlight, Parquet, Excel), arrays (.npy, as written by numpy.savez), IDX files, or PNG or JPEG images in class folders or with a table that names them.`,
    { details: { files: skipped } },
  );
}
