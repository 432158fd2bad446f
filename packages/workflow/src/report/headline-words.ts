/** Every verdict in one to four words. */
export const outcomeWords = {
  works: 'Works',
  luck: 'May be luck',
  fails: 'Does not work',
  'no-signal': 'Nothing found',
  'too-little': 'Too little data',
  drifting: 'Fails on later rows',
  leak: 'Too good to be true',
  failed: 'Failed',
  running: 'Running',
  stopped: 'Stopped',
} as const;

/** What stands beside the one number of a run. */
export const heroWords = {
  waiting: 'The number comes with the test.',
  failed: 'There is no number: the run failed before its test.',
  stopped: 'There is no number: the run ended before its test.',
  guessing: 'guessing',
  noGain: 'no gain',
  gain: (measure: string, points: boolean, where: string) =>
    `${points ? 'points gained' : 'gained'} in ${measure} over guessing, ${where}`,
  gainOf: {
    small: 'by a small model',
    later: 'on later rows',
    without: 'without what gives it away',
  },
  drawn: 'on drawn rows',
  off: (target: string) => `${target} off on average`,
  right: 'of rows named right',
  interval: (low: string, high: string) => `95\u00a0%: ${low} to ${high}`,
} as const;
