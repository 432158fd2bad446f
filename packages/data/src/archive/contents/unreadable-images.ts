import { StepwellError } from '@stepwell/base/errors';
import type { SetAside } from '../../values/reading.ts';
import { counted, listed, warn, type Note } from '../../upload/notes.ts';

/** Images that can't be read: so many are set aside by themselves, or this share of all. */
const FEW = 5;
const SHARE = 0.01;
const MOST_LISTED = 5;
/** Errors of one image alone. */
const OF_AN_IMAGE = new Set(['corrupt_image', 'unsupported_image']);

/** Counts the images that can't be read, and remembers the first of them. */
export class UnreadableImages {
  readonly #paths: string[] = [];
  readonly #all: { file: string; why: string }[] = [];
  #first: StepwellError | null = null;

  get paths(): readonly string[] {
    return this.#paths;
  }

  /** Each with the reason. */
  get all(): { file: string; why: string }[] {
    return this.#all;
  }

  /** @throws the error, if it's of another kind than that this image can't be read. */
  add(path: string, error: unknown): void {
    if (!(error instanceof StepwellError) || !OF_AN_IMAGE.has(error.code)) throw error;
    this.#first ??= error;
    this.#paths.push(path);
    this.#all.push({ file: path, why: error.message });
  }

  /**
   * @param images that could be read.
   * @throws {StepwellError} `corrupt_image` or `unsupported_image` where too many couldn't.
   */
  requireFew(images: number): void {
    const count = this.#paths.length;
    const first = this.#first;
    if (first === null) return;
    if (images === 0 && count === 1) throw first;
    if (images > 0 && count <= Math.max(FEW, (images + count) * SHARE)) return;
    throw new StepwellError(first.code, `${count} of ${images + count} images can't be read. ${first.message}`, {
      cause: first,
      details: { ...first.details, unreadable: count, images },
    });
  }

  notes(): Note[] {
    const count = this.#paths.length;
    if (count === 0) return [];
    const shown = this.#paths.slice(0, MOST_LISTED).map((path) => `"${path.slice(-80)}"`);
    if (count > MOST_LISTED) shown.push(`${count - MOST_LISTED} more`);
    return [
      warn(`${counted(count, 'image')} can't be read and ${count === 1 ? 'was' : 'were'} left out: ${listed(shown)}.`),
    ];
  }

  setAside(): SetAside[] {
    if (this.#paths.length === 0) return [];
    const examples = this.#paths.slice(0, MOST_LISTED).map((path) => ({ line: 0, text: path.slice(-200), cells: 0 }));
    return [{ why: 'unreadable', count: this.#paths.length, examples }];
  }
}
