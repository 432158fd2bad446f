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
