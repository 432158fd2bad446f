import type { Upload } from '../../upload/upload.ts';
import type { ZipEntry } from '../zip/read-zip.ts';
import type { SkippedFiles } from './skipped-files.ts';

/** Collects the files of one kind from an archive. */
export interface Content {
  /** Reads an entry to its end, or not at all. */
  read(entry: ZipEntry): Promise<void>;
  /** @returns the upload. @throws {StepwellError} when something is missing. */
  finish(skipped: SkippedFiles): Upload;
}
