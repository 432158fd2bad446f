import { useMedia } from '../browser/media.ts';

const ON_PHONES = 6;
const ON_WIDER_SCREENS = 12;

/** How many fields are shown before one asks for all of them. */
export function useFirstFields(): number {
  return useMedia('(min-width: 40rem)') ? ON_WIDER_SCREENS : ON_PHONES;
}
