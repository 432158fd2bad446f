import { StepwellError } from '@stepwell/base/errors';

/** A part of a file that was made for it: what to learn from, and what to be tested on. */
export type Part = 'train' | 'test';
/** A part as files are marked; what is for validation is left out, since every fit makes its own split. */
export type MarkedPart = Part | 'validation' | null;

const WORDS: Record<string, MarkedPart> = {
  train: 'train',
  training: 'train',
  test: 'test',
  testing: 'test',
  t10k: 'test',
  val: 'validation',
  valid: 'validation',
  validation: 'validation',
};

/** @returns the part that a word names; null for another word. */
export function partNamed(word: string): MarkedPart {
  const lower = word.toLowerCase();
  return Object.hasOwn(WORDS, lower) ? (WORDS[lower] ?? null) : null;
}

/** Keeps account of which parts a file has, and says which of its entries are wanted. */
export class PartChoice {
  readonly wanted: Part;
  readonly #asked: Part | null;
  readonly #seen = new Set<MarkedPart>();

  /** @param asked the part asked for; null takes what to learn from. */
  constructor(asked: Part | null) {
    this.#asked = asked;
    this.wanted = asked ?? 'train';
  }

  /** @returns whether an entry marked so is to be read; one without a mark is for learning. */
  accepts(part: MarkedPart): boolean {
    this.#seen.add(part);
    return (part ?? 'train') === this.wanted;
  }

  /** @returns the parts that were there; null where none was marked, or only one. */
  parts(): Part[] | null {
    const isMarked = this.#seen.has('test') && (this.#seen.has('train') || this.#seen.has(null));
    return isMarked ? ['train', 'test'] : null;
  }

  /** The error for a file that has parts, but not the wanted one; null when nothing was left out. */
  missing(): StepwellError | null {
    const there = [...this.#seen].filter((part) => part !== null && part !== this.wanted);
    if (this.#asked === null && there.length === 0) return null;
    const has = there.length === 0 ? 'no parts' : `only a part for ${there.join(' and ')}`;
    return new StepwellError(
      'unknown_part',
      `The file has ${has}, but "${this.wanted}" was requested. Request a part of the file, ?part=train or ?part=test; for a file without parts, leave it out.`,
      { details: { wanted: this.wanted, parts: there } },
    );
  }
}
