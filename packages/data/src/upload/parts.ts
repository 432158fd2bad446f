import { StepwellError } from '@stepwell/base/errors';

/** A part of a dataset that comes with its own split: train or test. */
export type Part = 'train' | 'test';
/** A part in the names of files. Validation files are ignored, since runs make their own splits. */
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

/** @returns the part named by a word, or null. */
export function partNamed(word: string): MarkedPart {
  const lower = word.toLowerCase();
  return Object.hasOwn(WORDS, lower) ? (WORDS[lower] ?? null) : null;
}

/** Tracks the parts of a file and selects the entries of the requested one. */
export class PartChoice {
  readonly #asked: Part | null;
  readonly #isOnly: boolean;
  #wanted: Exclude<MarkedPart, null> | null;
  readonly #seen = new Set<MarkedPart>();

  /**
   * @param asked the requested part; null for train.
   * @param toPredict whether null is the only part that there is, whichever.
   */
  constructor(asked: Part | null, toPredict = false) {
    this.#asked = asked;
    this.#isOnly = asked === null && toPredict;
    this.#wanted = this.#isOnly ? null : (asked ?? 'train');
  }

  get wanted(): Exclude<MarkedPart, null> {
    return this.#wanted ?? 'train';
  }

  /**
   * @returns whether an entry with this mark should be read; entries without a mark are for training.
   * @throws {StepwellError} `unknown_part` for a second part, where the only one was asked for.
   */
  accepts(part: MarkedPart): boolean {
    this.#seen.add(part);
    const own = part ?? 'train';
    this.#wanted ??= own;
    if (own === this.wanted) return true;
    if (!this.#isOnly) return false;
    const parts = [this.wanted, own];
    throw new StepwellError(
      'unknown_part',
      `The file has parts for ${parts.join(' and ')}. Ask for one of them, ?part=test or --part test, or send a file with one part.`,
      { details: { wanted: null, parts } },
    );
  }

  /** @returns the parts found; null if there were fewer than two. */
  parts(): Part[] | null {
    const isMarked = this.#seen.has('test') && (this.#seen.has('train') || this.#seen.has(null));
    return isMarked ? ['train', 'test'] : null;
  }

  /** @returns the error for a file without the requested part; null if nothing was skipped. */
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
