import { isOfSystem } from '../../upload/entry-kind.ts';
import { counted, info, listed, warn, type Note } from '../../upload/notes.ts';

const MOST_LISTED = 5;

/** Counts the files of a zip that aren't read, by folder and ending. Those that operating systems add don't count. */
export class SkippedFiles {
  readonly #first: string[] = [];
  readonly #folders = new Map<string, Map<string, number>>();

  /** The first of them, to be named where there is nothing else; those of operating systems too. */
  get first(): readonly string[] {
    return this.#first;
  }

  add(path: string): void {
    if (this.#first.length < MOST_LISTED) this.#first.push(path.slice(-60));
    if (isOfSystem(path)) return;
    const folder = folderOf(path);
    const endings = this.#folders.get(folder) ?? new Map<string, number>();
    this.#folders.set(folder, endings);
    const ending = /\.\w{1,12}$/.exec(path)?.[0].toLowerCase() ?? '';
    endings.set(ending, (endings.get(ending) ?? 0) + 1);
  }

  /**
   * What a person should know of images in class folders: which files were skipped, and which folders give none at all.
   *
   * @param withImages the folders that images were read from.
   * @param unreadable paths of images that couldn't be read.
   * @param isWanted whether a folder is of the part that was read.
   */
  notes(withImages: ReadonlySet<string>, unreadable: readonly string[], isWanted: (folder: string) => boolean): Note[] {
    const lost = new Map<string, string[]>();
    const skipped: string[] = [];
    const above = withParents(withImages);
    const isEmpty = (folder: string) => folder !== '' && !above.has(folder);
    for (const [folder, endings] of this.#folders) {
      if (!isWanted(folder)) continue;
      const kinds = [...endings].map(([ending, count]) => `${count} ${ending === '' ? 'without an ending' : ending}`);
      if (isEmpty(folder)) lost.set(folder, kinds);
      else skipped.push(`${listed(kinds)}${folder === '' ? '' : ` in "${folder.slice(-60)}"`}`);
    }
    for (const folder of new Set(unreadable.map(folderOf))) {
      if (!isEmpty(folder)) continue;
      const count = unreadable.filter((path) => folderOf(path) === folder).length;
      lost.set(folder, [...(lost.get(folder) ?? []), `${count} unreadable`]);
    }
    const notes = [...lost]
      .slice(0, MOST_LISTED)
      .map(([folder, kinds]) =>
        warn(
          `No image was read from the folder "${folder.slice(-60)}": all of its files were skipped (${listed(kinds)}). Only PNG and JPEG are read.`,
        ),
      );
    if (lost.size > MOST_LISTED) {
      notes.push(warn(`Nor was one read from ${counted(lost.size - MOST_LISTED, 'more folder')}.`));
    }
    if (skipped.length > 0) {
      const shown = skipped.slice(0, MOST_LISTED);
      if (skipped.length > MOST_LISTED) shown.push(`others in ${counted(skipped.length - MOST_LISTED, 'more folder')}`);
      notes.push(info(`Files that are neither PNG nor JPEG were skipped: ${shown.join('; ')}.`));
    }
    return notes;
  }
}

/** @returns the folders of a path, without the file's name; empty for a file at the top. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** @returns these folders and all that are above them. */
function withParents(folders: ReadonlySet<string>): Set<string> {
  const all = new Set<string>();
  for (let folder of folders) {
    for (; folder !== '' && !all.has(folder); folder = folderOf(folder)) all.add(folder);
  }
  return all;
}
