import { StepwellError } from '@stepwell/base/errors';
import { classOf } from '../../upload/entry-kind.ts';
import { ImageSet } from '../../images/image-set.ts';
import { collectImage, openImage } from '../../images/open-image.ts';
import type { UploadLimits } from '../../upload/limits.ts';
import type { PartChoice } from '../../upload/parts.ts';
import { withNotes } from '../../upload/notes.ts';
import type { Upload } from '../../upload/upload.ts';
import type { ZipEntry } from '../zip/read-zip.ts';
import type { Content } from './content.ts';
import { folderOf, type SkippedFiles } from './skipped-files.ts';
import { UnreadableImages } from './unreadable-images.ts';

/** Collects images from one folder per class, or from anywhere if they are to be predicted. */
export class ClassFolders implements Content {
  readonly #choice: PartChoice;
  readonly #images: ImageSet;
  readonly #toPredict: boolean;
  readonly #unreadable = new UnreadableImages();
  /** Folders that images were read from. */
  readonly #folders = new Set<string>();

  constructor(choice: PartChoice, limits: UploadLimits) {
    this.#choice = choice;
    this.#images = new ImageSet(limits);
    this.#toPredict = limits.toPredict === true;
  }

  async read(entry: ZipEntry): Promise<void> {
    const { label, part } = classOf(entry.path);
    if (label === null && !this.#toPredict) {
      throw new StepwellError(
        'missing_labels',
        `The image "${entry.path}" isn't in a class folder. Put the images in one folder per class: cats/1.png, dogs/2.png.`,
      );
    }
    if (!this.#choice.accepts(part)) return;
    const file = await collectImage(entry.bytes(), entry.path);
    try {
      await this.#images.add(openImage(file, entry.path), this.#toPredict ? entry.path : label!, entry.path);
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
      const unread = this.#toPredict ? { unread: this.#unreadable.all } : {};
      return { table, format: 'images', parts: this.#choice.parts(), ...unread };
    }
    throw this.#choice.missing() ?? new StepwellError('empty_table', 'The zip contains no images. Add some.');
  }
}
