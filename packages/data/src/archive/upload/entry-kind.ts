import { partNamed, type MarkedPart } from './parts.ts';

/** What a file of an archive is read as. */
export type EntryKind = 'image' | 'array' | 'idx' | 'table';

const KINDS: [RegExp, EntryKind][] = [
  [/\.(?:png|jpe?g)$/i, 'image'],
  [/\.npy$/i, 'array'],
  [/\.(?:csv|tsv)$/i, 'table'],
  [/idx/i, 'idx'],
];

/** @returns what the file is read as, by its name; null for what is left out: other files, and what systems add. */
export function entryKind(path: string): EntryKind | null {
  const segments = path.split('/');
  if (segments.some((segment) => segment.startsWith('.') || segment === '__MACOSX')) return null;
  return KINDS.find(([pattern]) => pattern.test(segments.at(-1) ?? ''))?.[1] ?? null;
}

/** @returns the class of an image, which is the folder that holds it, and the part, which is a folder above. */
export function classOf(path: string): { label: string | null; part: MarkedPart } {
  const folders = path.split('/').slice(0, -1);
  const label = folders.pop() ?? null;
  const part = folders.map(partNamed).find((named) => named !== null) ?? null;
  if (label === null || partNamed(label) !== null) return { label: null, part };
  return { label, part };
}

/** @returns the part that a word of the file's name says, or of a folder above: `t10k-images-idx3-ubyte`. */
export function partOfFile(path: string): MarkedPart {
  const words = path
    .split('/')
    .reverse()
    .flatMap((segment) => segment.split(/[^a-z0-9]+/i));
  return words.map(partNamed).find((named) => named !== null) ?? null;
}
