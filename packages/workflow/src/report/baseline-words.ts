/** Each baseline as a phrase. */
export const baselineWords: Record<string, string> = {
  random: 'guessing at random',
  majority: 'always guessing the most common class',
  prior: 'always guessing the class frequencies',
  mean: 'always guessing the mean',
  median: 'always guessing the median',
  'last-value': 'repeating the last value',
  'random-order': 'a random order',
  'file-order': 'the order of the file',
  'one-column': 'the best single column',
  drift: 'continuing the mean change',
  'seasonal-naive': 'repeating the season before (seasonal naive)',
};
