import { StepwellError } from '@stepwell/base/errors';
import { classOf } from '../../upload/entry-kind.ts';
import { ImageSet } from '../../images/image-set.ts';
import { collectImage, openImage } from '../../images/open-image.ts';
import type { UploadLimits } from '../../upload/limits.ts';
import { partNamed, type PartChoice } from '../../upload/parts.ts';
import { fileReadingOf } from '../../values/reading.ts';
import { warn, withNotes, type Note } from '../../upload/notes.ts';
import type { Upload } from '../../upload/upload.ts';
import type { ZipEntry } from '../zip/read-zip.ts';
import type { Content } from './content.ts';
import { joinTable, type Joined } from './join-table.ts';
import { folderOf, type SkippedFiles } from './skipped-files.ts';
import type { Tables } from './tables.ts';
import { UnreadableImages } from './unreadable-images.ts';

/**
 * Collects images from one folder per class, or from anywhere if they are to be predicted or a table of the zip names them: then
 * its columns stand beside them.
 */
export class ClassFolders implements Content {
  readonly #choice: PartChoice;
  readonly #limits: UploadLimits;
  readonly #images: ImageSet;
  readonly #toPredict: boolean;
  readonly #tables: Tables;
  readonly #unreadable = new UnreadableImages();
  /** Folders that images were read from. */
  readonly #folders = new Set<string>();
  /** Paths of the images that were read, in their order; and of those that weren't drawn, or are of another part. */
  readonly #paths: string[] = [];
  readonly #others: string[] = [];
  /** The first image without a class. */
  #unlabelled: string | null = null;

  /** @param tables of the zip, those that come before its images included. */
  constructor(choice: PartChoice, limits: UploadLimits, tables: Tables) {
    this.#choice = choice;
    this.#limits = limits;
    this.#images = new ImageSet(limits);
    this.#toPredict = limits.toPredict === true;
    this.#tables = tables;
  }

  /** Reads a table that stands among the images. */
  readTable(entry: ZipEntry): Promise<void> {
    return this.#tables.read(entry);
  }

  async read(entry: ZipEntry): Promise<void> {
    const { path } = entry;
    const { label, part } = classOf(path);
    // A folder that is a part is no class: train/1.png.
    const own = part ?? (label === null && !this.#toPredict ? partNamed(folderOf(path).split('/').at(-1)!) : null);
    if (!this.#choice.accepts(own)) {
      this.#others.push(path);
      return;
    }
    if (label === null) this.#unlabelled ??= path;
    const file = await collectImage(entry.bytes(), path);
    const before = this.#images.rows;
    try {
      await this.#images.add(openImage(file, path), this.#toPredict ? path : (label ?? ''), path);
      (this.#images.rows > before ? this.#paths : this.#others).push(path);
      this.#folders.add(folderOf(path));
    } catch (error) {
      this.#unreadable.add(path, error);
    }
  }

  finish(skipped: SkippedFiles): Upload {
    this.#unreadable.requireFew(this.#images.seen);
    if (this.#images.seen === 0) {
      throw this.#choice.missing() ?? new StepwellError('empty_table', 'The zip contains no images. Add some.');
    }
    const images = this.#images.finish();
    const { joined, unused } = this.#join(images);
    if (joined === null && this.#unlabelled !== null && !this.#toPredict) {
      throw missingLabels(this.#unlabelled, unused);
    }
    for (const path of this.#tables.paths) if (joined?.path !== path) skipped.add(path);
    const isWanted = (folder: string) => (classOf(`${folder}/`).part ?? 'train') === this.#choice.wanted;
    const notes = [
      ...(unused === null ? [] : [warn(unused)]),
      ...skipped.notes(this.#folders, this.#unreadable.paths, isWanted),
      ...this.#unreadable.notes(),
      ...this.#images.notes(),
    ];
    const unread = this.#toPredict ? { unread: [...this.#unreadable.all, ...(joined?.lost ?? [])] } : {};
    const rest = { format: 'images', parts: this.#choice.parts(), ...unread };
    if (joined === null) return { table: withNotes(images, 'images', notes, this.#unreadable.setAside()), ...rest };
    return { table: this.#noted(joined, notes), ...rest, ...(this.#toPredict ? { files: joined.files } : {}) };
  }

  /** The table whose rows name the images; otherwise what a person should know of the one that doesn't. */
  #join(images: Upload['table']): { joined: (Joined & { path: string }) | null; unused: string | null } {
    const found = this.#tables.found();
    if (found === null) return { joined: null, unused: null };
    const shown = `"${found.path}"`;
    if (found.result instanceof StepwellError) {
      return { joined: null, unused: `The table ${shown} beside the images wasn't read. ${found.result.message}` };
    }
    const [image, label] = images.columns;
    if (image?.kind !== 'image' || label?.kind !== 'categorical') throw new TypeError('images come with their labels');
    const read = {
      image,
      label: this.#toPredict || this.#unlabelled !== null ? null : label,
      paths: this.#paths,
      others: this.#others,
      unreadable: this.#unreadable.paths,
    };
    const joined = joinTable({ path: found.path, table: found.result.table }, read, this.#limits);
    if (joined !== null) return { joined: { ...joined, path: found.path }, unused: null };
    const why = `no column of it names the images for at least half of its rows`;
    return { joined: null, unused: `The table ${shown} beside the images wasn't used: ${why}.` };
  }

  #noted(joined: Joined, notes: Note[]): Upload['table'] {
    const { table } = joined;
    const setAside = this.#unreadable.setAside();
    const file = table.reading?.file ?? fileReadingOf('images');
    return {
      ...table,
      reading: {
        columns: table.reading?.columns ?? [],
        file: {
          ...file,
          format: 'images',
          notes: [...file.notes, ...joined.notes, ...notes],
          setAside: [...file.setAside, ...setAside],
        },
      },
    };
  }
}

function missingLabels(path: string, unused: string | null): StepwellError {
  const found = unused === null ? '.' : `, and no table names it. ${unused}`;
  return new StepwellError(
    'missing_labels',
    `The image "${path}" isn't in a class folder${found} Put the images in one folder per class: cats/1.png, dogs/2.png; or add a table with a column of their file names.`,
  );
}
