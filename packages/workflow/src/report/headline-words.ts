/** Every verdict in one to four words. */
export const outcomeWords = {
  works: 'Works',
  luck: 'Inconclusive',
  fails: "Doesn't work",
  'no-signal': 'No signal found',
  'too-little': 'Too little data',
  'wrong-measure': 'Try another measure',
  drifting: 'Fails on later rows',
  leak: 'Too good to be true',
  failed: 'Failed',
  running: 'Running',
  stopped: 'Stopped',
} as const;

/** The words beside a run's one number. */
export const heroWords = {
  waiting: 'The number appears after the test.',
  failed: 'No number: the run failed before the test.',
  stopped: 'No number: the run ended before the test.',
  guessing: 'guessing',
  noGain: 'no gain',
  gain: (measure: string, points: boolean, where: string) =>
    `${points ? 'percentage points ' : ''}compared with guessing (${measure}), ${where}`,
  gainOf: {
    small: 'with a small model',
    later: 'on later rows',
    without: 'without the leak',
  },
  drawn: 'on random rows',
  off: (target: string) => `average error in ${target}`,
  right: 'of rows predicted correctly',
  interval: (low: string, high: string) => `95\u00a0%: ${low} to ${high}`,
} as const;

/** Outcomes that the verdict itself begins with: the word before it would say them twice. */
const SAID_BY_VERDICT: ReadonlySet<string> = new Set(['running', 'failed', 'stopped']);

/** @returns the words to put before a verdict; null where it says them itself. */
export function openingOf(outcome: keyof typeof outcomeWords): string | null {
  return SAID_BY_VERDICT.has(outcome) ? null : `${outcomeWords[outcome]}.`;
}
