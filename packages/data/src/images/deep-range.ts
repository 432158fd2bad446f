import { counted, info, warn, type Note } from '../upload/notes.ts';
import { unsupportedImage } from './image-errors.ts';

/** 12 bits in 16, as cameras and scanners write them, and less. */
const DARK = 4_096;

/**
 * Decides once for all 16-bit images how they become 8-bit ones: by the first of them that isn't black. If its largest
 * value is below 256, the values are those of 8 bits; otherwise the lower 8 bits are dropped.
 */
export class DeepRange {
  #decided: { shift: 0 | 8; by: string } | null = null;
  #largest = 0;
  #black = 0;

  /**
   * @param largest the image's largest value.
   * @returns the bits that are dropped.
   * @throws {StepwellError} `unsupported_image` for a range that the images before it don't have.
   */
  shift(largest: number, name: string): 0 | 8 {
    if (largest > 0) this.#decided ??= { shift: largest < 256 ? 0 : 8, by: name };
    const { shift, by } = this.#decided ?? { shift: 8, by: name };
    if (shift === 0 && largest > 255) {
      throw unsupportedImage(
        name,
        `has 16-bit values up to ${largest}, while those of "${by}" stay below 256: a mixture`,
      );
    }
    this.#largest = Math.max(this.#largest, largest);
    if (shift === 8 && largest > 0 && largest < 256) this.#black++;
    return shift;
  }

  notes(): Note[] {
    if (this.#decided === null) return [];
    if (this.#decided.shift === 0) {
      return [info('The 16-bit images hold values below 256, so they were read as 8-bit values.')];
    }
    const notes = [info('16-bit images were reduced to 8 bits: each value was divided by 256.')];
    if (this.#largest < DARK) {
      notes.push(
        warn(
          `The largest value of the 16-bit images is ${this.#largest} of 65535, so they became very dark. Scale them to 0–255 first.`,
        ),
      );
    } else if (this.#black > 0) {
      notes.push(warn(`${counted(this.#black, '16-bit image')} became black: no value is above 255.`));
    }
    return notes;
  }
}
