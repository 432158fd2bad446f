import { formatCount } from '@stepwell/base/format';

/** Text for an ended run's page: its sections, and each stage in a sentence. */
export const answersText = {
  answers: {
    contents: 'On this page',
    test: 'On the test rows',
    gate: 'Why it stopped',
    drives: 'What drives it',
    wrong: 'Where it is wrong',
    try: 'Try it',
    take: {
      title: 'Take it with you',
      model: 'Download the model (ZIP)',
      inside:
        'Predicts without Stepwell: Node.js, Python with NumPy, or any ONNX runtime. It includes a check that its answers are the same as here.',
      withKey: 'Only someone with the edit key can download the model.',
    },
    summary: {
      title: 'In a paragraph',
      copy: 'Copy paragraph',
      copied: 'Copied',
      byHand: "This browser won't copy it. Select the paragraph and copy it yourself.",
    },
    journey: 'How we got here',
    about: 'About this run',
    more: 'More about the test',
  },
  journey: {
    what: 'Tap a stage for its decisions, charts and curves.',
    problem: (choice: string, inputs: number) => `${choice} from ${inputs === 1 ? 'one column' : `${inputs} columns`}.`,
    folds: (k: number, times: number) => `${k}-fold cross-validation${times > 1 ? `, ${times} times` : ''}`,
    holdOut: 'Hold-out validation',
    protocol: (kind: string, sealed: number) => `${kind}; ${formatCount(sealed, 'test row')} sealed.`,
    more: (count: number) => `${count} more`,
    baseline: (name: string, score: string) => `Guessing (${name}) scores ${score}.`,
    search: (trials: number, score: string) =>
      trials === 1
        ? `One trial, scoring ${score} on validation rows.`
        : `${trials} trials; the chosen one scores ${score} on validation rows.`,
    test: (score: string, rows: number) => `${score} on ${formatCount(rows, 'row')} it had never seen.`,
    notReached: 'Not reached.',
    skipped: 'Skipped.',
    reading: 'Loading…',
  },
} as const;
