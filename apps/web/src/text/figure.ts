/** The words of the pictures beside the decisions. */
export const pictureText = {
  picture: {
    table: 'As a table',
    missing: (missing: number) => (missing === 0 ? '' : ` · ${missing} missing`),
    columns: {
      title: 'The columns',
      sentence: (shown: number) =>
        `${shown === 1 ? 'One column' : `${shown} columns`} on the rows outside the vault; the sealed ones are not counted.`,
      head: ['Column', 'Kind', 'Missing', 'How it is spread'],
      bins: (low: string, high: string) => `${low} to ${high}`,
      words: (low: string, high: string) => `${low} to ${high} words`,
      others: (levels: number) => `${levels} others`,
      many: (levels: number) => `${levels} different`,
      none: 'not drawn',
    },
    target: {
      title: (name: string) => `What is predicted: ${name}`,
      classes: (commonest: string, share: string) => `The commonest is ${commonest}: ${share} of the rows.`,
      numbers: (low: string, high: string) => `It goes from ${low} to ${high}.`,
      head: ['Value', 'Rows'],
    },
    split: {
      title: 'Who judges, who learns',
      sentence: (train: number, validation: number, test: number, k: number | null, iterations: number) =>
        `${k === null ? `${train} rows learn, ${validation} judge` : `${k} folds: each time ${train} rows learn and ${validation} judge${iterations > 1 ? `, dealt ${iterations} times` : ''}`}; ${test === 0 ? 'none are sealed' : `${test} stay sealed until the test`}.`,
      head: ['Fold', 'Learn', 'Judge', 'Sealed'],
      learn: 'learn',
      judge: 'judge',
      sealed: 'sealed',
      fold: (number: number) => `fold ${number}`,
      inTime: 'Later rows judge: order in time goes from left to right.',
    },
    ladder: {
      title: 'What has to be beaten',
      sentence: (best: string, score: string) => `The best guess is ${best}: ${score}.`,
      names: {
        random: 'at random',
        prior: 'by frequency',
        majority: 'the commonest',
        mean: 'the mean',
        median: 'the median',
        'last-value': 'the last value',
        linear: 'linear model',
        'shuffled-labels': 'shuffled answers',
      } as Record<string, string>,
    },
    search: {
      title: 'Every trial at once',
      sentence: (trials: number, best: string) =>
        `Each of ${trials} lines is a trial; the chosen one (${best}) is drawn strongly. Read from left to right, the score last.`,
      head: ['Trial'],
      score: 'score',
      axes: {
        units: 'units',
        layers: 'layers',
        dropout: 'dropout',
        l1: 'L1',
        l2: 'L2',
        learningRate: 'rate',
        batchSize: 'batch',
        optimizer: 'optimizer',
        features: 'derived',
      },
      yes: 'yes',
      no: 'no',
    },
    importance: {
      title: 'What mattered',
      sentence: (name: string, share: string) => `${name} explains ${share} of the scores’ variance by itself.`,
      head: ['Setting', 'Share'],
    },
    confusion: {
      title: 'What was taken for what',
      sentence: (right: number, rows: number) => `${right} of ${rows} test rows are on the diagonal: named right.`,
      worst: (truth: string, named: string, rows: number) =>
        ` The commonest mistake: ${truth} named ${named}, ${rows} times.`,
      truth: 'true',
      named: 'named',
      corner: 'true ↓ named →',
      together: (count: number) => ` The ${count} rarest classes are counted together.`,
    },
    roc: {
      title: 'ROC curve',
      sentence: (found: string) =>
        `Where one in ten of the others is named by mistake, ${found} are found. Guessing is the diagonal.`,
      head: ['Named by mistake', 'Found'],
      x: 'named by mistake',
      y: 'found',
    },
    precision: {
      title: 'Precision and recall',
      sentence: (share: string) => `Guessing is right for ${share} of what it names, however much it finds.`,
      head: ['Found', 'Right of what is named'],
      x: 'found',
      y: 'right of those named',
    },
    calibration: {
      title: 'Can its probabilities be believed?',
      sentence: (gap: string) => `On average they are off by ${gap} points. On the diagonal, they mean what they say.`,
      head: ['It says', 'It is', 'Rows'],
      x: 'it says',
      y: 'it is',
    },
    scatter: {
      title: (name: string) => `Predicted and true: ${name}`,
      sentence: 'Each dot is test rows, larger for more. On the diagonal, the prediction is right.',
      head: ['True', 'Predicted', 'Rows'],
      x: 'true',
      y: 'predicted',
    },
    residuals: {
      title: 'How far off, and to which side',
      sentence: (over: number, under: number) =>
        `${over} rows were predicted too high, ${under} too low, the rest nearly right.`,
      head: ['Off by', 'Rows'],
    },
    labels: {
      title: 'Label by label',
      sentence: (count: number) => `${count} labels on the test rows.`,
      head: ['Label', 'Found', 'Missed', 'Named by mistake'],
    },
    vault: {
      title: 'The vault',
      sealed: (rows: number) =>
        `${rows} rows lie sealed. Nothing has looked at them; they are opened once, by the last stage.`,
      opened: (rows: number, times: number) =>
        times === 1
          ? `${rows} rows were sealed until the very end and opened once.`
          : `${rows} rows have been opened ${times} times: the later scores are no test any more.`,
    },
    reading: 'Reading the pictures…',
    unread: 'The pictures could not be read. They are read again with the page.',
  },
} as const;
