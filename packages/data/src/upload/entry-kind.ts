import { FORMATS } from './formats.ts';
import { partNamed, type MarkedPart } from './parts.ts';

/** Kind of a file in an archive. */
export type EntryKind = 'image' | 'array' | 'idx' | 'table';

const KINDS: [Pick<RegExp, 'test'>, EntryKind][] = [
  [/\.(?:png|jpe|jpe?g|jfif)$/i, 'image'],
  [/\.npy$/i, 'array'],
  [{ test: isTable }, 'table'],
  [/idx/i, 'idx'],
];

/** Names of files that operating systems write into folders. */
const OF_SYSTEMS = new Set(['thumbs.db', 'desktop.ini', 'icon\r']);

/** @returns whether a file is hidden, or one that operating systems add. */
export function isOfSystem(path: string): boolean {
  const segments = path.split('/');
  const isHidden = segments.some((segment) => segment.startsWith('.') || segment === '__MACOSX');
  return isHidden || OF_SYSTEMS.has(segments.at(-1)!.toLowerCase());
}

/** Texts that stand beside data as often as they are data: README.txt, metadata.json. */
const COMPANIONS = ['.txt', '.json'];

/** Whether a file is named like a table, perhaps packed by gzip. */
function isTable(name: string): boolean {
  const ending = /\.[^.]*$/.exec(name.toLowerCase().replace(/\.gz$/, ''))?.[0] ?? '';
  return (
    !COMPANIONS.includes(ending) &&
    FORMATS.some(({ isTable: holdsOne, endings }) => holdsOne && endings.includes(ending))
  );
}

/** @returns the kind of a file by its name; null for files that aren't read. */
export function entryKind(path: string): EntryKind | null {
  if (isOfSystem(path)) return null;
  return KINDS.find(([pattern]) => pattern.test(path.split('/').at(-1)!))?.[1] ?? null;
}

/** @returns the class of an image (its folder) and its part (a parent folder). */
export function classOf(path: string): { label: string | null; part: MarkedPart } {
  const folders = path.split('/').slice(0, -1);
  const label = folders.pop() ?? null;
  const part = folders.map(partNamed).find((named) => named !== null) ?? null;
  if (label === null || partNamed(label) !== null) return { label: null, part };
  return { label, part };
}

/** @returns the part in the name of a file or a parent folder, such as `t10k-images-idx3-ubyte`. */
export function partOfFile(path: string): MarkedPart {
  const words = path
    .split('/')
    .reverse()
    .flatMap((segment) => segment.split(/[^a-z0-9]+/i));
  return words.map(partNamed).find((named) => named !== null) ?? null;
}
