/** A run's result as one number and a few words: the same on its page, its card and in embeds. */
export { heroWords, openingOf, outcomeWords } from './headline-words.ts';
export { heroOf, waitingWord, type Hero, type Reference } from './hero.ts';
export { outcomeOf, type Outcome } from './outcome.ts';
