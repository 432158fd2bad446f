import { StepwellError } from '@stepwell/base/errors';
import { collect } from '../../bytes/collect.ts';
import { classOf } from '../../upload/entry-kind.ts';
import { corruptImage } from '../../images/image-errors.ts';
import { ImageSet } from '../../images/image-set.ts';
import { isJpeg, readJpeg } from '../../images/read-jpeg.ts';
import { isPng } from '../../images/png-chunks.ts';
import { readPng } from '../../images/read-png.ts';
import type { UploadLimits } from '../../upload/limits.ts';
import type { PartChoice } from '../../upload/parts.ts';
import { withNotes } from '../../upload/notes.ts';
import type { Upload } from '../../upload/upload.ts';
import type { ZipEntry } from '../zip/read-zip.ts';
import type { Content } from './content.ts';
import { folderOf, type SkippedFiles } from './skipped-files.ts';
import { UnreadableImages } from './unreadable-images.ts';

const MOST_FILE_BYTES = 16_000_000;

/** Collects images from one folder per class. */
export class ClassFolders implements Content {
  readonly #choice: PartChoice;
  readonly #images: ImageSet;
  readonly #unreadable = new UnreadableImages();
  /** Folders that images were read from. */
  readonly #folders = new Set<string>();

  constructor(choice: PartChoice, limits: UploadLimits) {
    this.#choice = choice;
    this.#images = new ImageSet(limits);
  }

  async read(entry: ZipEntry): Promise<void> {
    const { label, part } = classOf(entry.path);
    if (label === null) {
      throw new StepwellError(
        'missing_labels',
        `The image "${entry.path}" isn't in a class folder. Put the images in one folder per class: cats/1.png, dogs/2.png.`,
      );
    }
    if (!this.#choice.accepts(part)) return;
    const file = await collect(entry.bytes(), MOST_FILE_BYTES, () => tooLarge(entry.path));
    try {
      await this.#images.add(this.#look(file, entry.path), label, entry.path);
      this.#folders.add(folderOf(entry.path));
    } catch (error) {
      this.#unreadable.add(entry.path, error);
    }
  }

  finish(skipped: SkippedFiles): Upload {
    this.#unreadable.requireFew(this.#images.seen);
    if (this.#images.seen > 0) {
      const isWanted = (folder: string) => (classOf(`${folder}/`).part ?? 'train') === this.#choice.wanted;
      const notes = [
        ...skipped.notes(this.#folders, this.#unreadable.paths, isWanted),
        ...this.#unreadable.notes(),
        ...this.#images.notes(),
      ];
      const table = withNotes(this.#images.finish(), 'images', notes, this.#unreadable.setAside());
      return { table, format: 'images', parts: this.#choice.parts() };
    }
    throw this.#choice.missing() ?? new StepwellError('empty_table', 'The zip contains no images. Add some.');
  }

  /** Detects the image format by its bytes, not its name. */
  #look(file: Uint8Array, name: string) {
    if (file.byteLength === 0) throw corruptImage(name, 'it is empty');
    if (isPng(file)) return readPng(file, name);
    if (isJpeg(file)) return readJpeg(file, name);
    throw corruptImage(name, 'it is neither PNG nor JPEG');
  }
}

function tooLarge(name: string): StepwellError {
  return new StepwellError(
    'image_too_large',
    `The image "${name}" is larger than ${MOST_FILE_BYTES / 1e6} MB, which is the limit. Scale the images down first.`,
    { details: { image: name.slice(-200), limitBytes: MOST_FILE_BYTES } },
  );
}
