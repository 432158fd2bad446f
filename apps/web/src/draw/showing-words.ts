import { drawText as words } from '../text/draw.ts';
import { choicesOf, isOfSize, type Given, type ImageColumn, type Showing } from './seen-image.ts';

/**
 * How the model's image is made, in a sentence.
 *
 * @param given null for a drawing that hasn't begun.
 * @param assumed how training images look.
 */
export function showingWords(
  column: ImageColumn,
  given: Given | null,
  { ground, place }: Showing,
  assumed: Showing,
): string {
  const { look, size } = column;
  const shape = `${size.width}\u00a0×\u00a0${size.height}`;
  const isAsTrained = look != null && ground === assumed.ground && place === assumed.place;
  const tones = words.tones[ground];
  const unknown = look == null ? ` ${words.unknown}` : '';
  if (given?.kind !== 'picture') {
    const isGrey = size.channels === 1;
    return (
      words.drawing(shape, place === 'centred', isGrey ? tones : null, isGrey && isAsTrained && look.drawn !== null) +
      unknown
    );
  }
  if (place === 'centred') return words.strokes(shape, tones, isAsTrained) + unknown;
  const how = isOfSize(given.picture, size)
    ? words.exact(shape)
    : words.picture(shape, size.width === size.height, size.channels === 1 && given.picture.channels === 3);
  return how + (choicesOf(column, 'picture').ground ? unknown : '');
}
