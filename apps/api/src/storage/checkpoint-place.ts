/** Where an encoded checkpoint is: an object of its own, or a part of one that holds several. */
export interface CheckpointPlace {
  key: string;
  /** The part in bytes; null for the whole object. */
  part: { offset: number; length: number } | null;
}

const PART = /^(.*)#(\d+)\+(\d+)$/s;

/** @returns the place as rows name it: the key, and for a part `#offset+length` behind it. */
export function nameOfPlace({ key, part }: CheckpointPlace): string {
  return part === null ? key : `${key}#${part.offset}+${part.length}`;
}

/** @returns the place that a row names. */
export function placeOf(checkpoint: string): CheckpointPlace {
  const [, key, offset, length] = PART.exec(checkpoint) ?? [];
  return key === undefined
    ? { key: checkpoint, part: null }
    : { key, part: { offset: Number(offset), length: Number(length) } };
}
