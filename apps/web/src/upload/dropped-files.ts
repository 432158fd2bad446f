import type { NamedFile } from './named-file.ts';

/** What was chosen or dropped. */
export interface Picked {
  files: NamedFile[];
  /** Whether they come from folders, which may contain other files too. */
  fromFolder: boolean;
}

/** Reads dropped files. Call it while the event is handled: afterwards the browser no longer gives access. */
export function droppedFiles({ items, files }: Pick<DataTransfer, 'items' | 'files'>): Promise<Picked> {
  const entries = [...items].flatMap((item) => item.webkitGetAsEntry?.() ?? []);
  if (!entries.some(isFolder)) return Promise.resolve(chosenFiles(files));
  return readEntries(entries);
}

/** Files that were picked one by one. */
export function chosenFiles(files: Iterable<File>): Picked {
  return { files: Array.from(files, (file) => ({ path: file.name, file })), fromFolder: false };
}

/** The name of a single folder says nothing about its files; those of several folders do. */
async function readEntries(entries: FileSystemEntry[]): Promise<Picked> {
  const [first, ...more] = entries;
  const within = more.length === 0 && first !== undefined && isFolder(first) ? await childrenOf(first) : entries;
  return { files: await filesIn(within), fromFolder: true };
}

async function filesIn(entries: readonly FileSystemEntry[], folder = ''): Promise<NamedFile[]> {
  const files: NamedFile[] = [];
  for (const entry of entries) {
    const path = `${folder}${entry.name}`;
    if (isFolder(entry)) files.push(...(await filesIn(await childrenOf(entry), `${path}/`)));
    else if (isFile(entry)) files.push({ path, file: await fileOf(entry) });
  }
  return files;
}

/** A reader returns a folder's entries in batches, until there are no more. */
async function childrenOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const children: FileSystemEntry[] = [];
  for (;;) {
    const batch = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (batch.length === 0) return children;
    children.push(...batch);
  }
}

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject));
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}
