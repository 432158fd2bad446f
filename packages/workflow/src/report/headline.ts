/** What a run comes to, in one number and few words: the same on the page, on its card and where it is embedded. */
export { heroWords, outcomeWords } from './headline-words.ts';
export { heroOf, waitingWord, type Hero, type Reference } from './hero.ts';
export { outcomeOf, type Outcome } from './outcome.ts';
