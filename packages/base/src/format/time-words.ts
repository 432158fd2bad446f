/** @returns an estimated time in words, rounded coarsely: "under 10 seconds", "about 3 minutes". */
export function timeWords(seconds: number): string {
  if (seconds < 10) return 'under 10 seconds';
  const { count, unit } = amountOf(seconds);
  return `about ${count === 1 ? ONE[unit] : wordsOf({ count, unit })}`;
}

const ONE: Record<Amount['unit'], string> = { second: 'a second', minute: 'a minute', hour: 'an hour' };

/** Estimates further apart than this are shown as a range. */
const APART = 1.6;

/** @returns the time left in words, from two estimates in seconds: "about 3 minutes left", "2 to 6 minutes left". */
export function timeLeftWords(least: number, most: number): string {
  if (most <= APART * least || most < 10) return `${timeWords((least + most) / 2)} left`;
  const [low, high] = [amountOf(least), amountOf(most)];
  if (least < 10) return `at most ${wordsOf(high)} left`;
  return `${low.unit === high.unit ? low.count : wordsOf(low)} to ${wordsOf(high)} left`;
}

interface Amount {
  count: number;
  unit: 'second' | 'minute' | 'hour';
}

/** Rounded to tens of seconds, minutes, five minutes or hours. */
function amountOf(seconds: number): Amount {
  if (seconds < 55) return { count: 10 * Math.max(1, Math.round(seconds / 10)), unit: 'second' };
  const minutes = seconds / 60;
  if (minutes < 10) return { count: Math.round(minutes), unit: 'minute' };
  if (minutes < 57.5) return { count: 5 * Math.round(minutes / 5), unit: 'minute' };
  return { count: Math.max(1, Math.round(minutes / 60)), unit: 'hour' };
}

function wordsOf({ count, unit }: Amount): string {
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
