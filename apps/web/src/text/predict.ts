/** Text for trying a finished run's model. */
export const predictText = {
  predict: {
    title: 'Try it',
    what: 'Change a value and see what the model answers. The service computes it and stores nothing. The rows of the test are not used.',
    here: 'Change a value and see what the model answers. The model is on this device now: nothing is sent, and it works offline.',
    loading: "Loading the model's columns…",
    noModel:
      'This run was tested by an earlier version that kept no model. Start the same run again to try its model here.',
    off: "Whoever holds this run's key has switched predictions off for others. The verdict, the curves and the report stay open.",
    offForOthers:
      'Predictions are switched off for others. You can still predict here; switch them on again under Share.',
    form: 'Values of the row',
    answer: 'Answer',
    score: 'score (only its order within a query counts)',
    waiting: 'Computing…',
    stale: 'This is the answer to an earlier row.',
    noLabel: 'none',
    moved: (columns: string) => `Against a typical value of each: ${columns}.`,
    interval: (percent: string, low: string, high: string) => `Between ${low} and ${high} (${percent} interval).`,
    intervalOf: (percent: string, name: string, low: string, high: string) =>
      `${name} between ${low} and ${high} (${percent} interval).`,
    set: (names: string) => `Can't be told apart here: ${names}.`,
    single: (percent: string) => `The only class in the ${percent} set.`,
    held: {
      intervals: (share: string, low: string, high: string) =>
        `Such intervals held the true value in ${share} of test rows (95\u00a0%: ${low} to ${high}).`,
      sets: (share: string, low: string, high: string) =>
        `Such sets held the true class in ${share} of test rows (95\u00a0%: ${low} to ${high}).`,
    },
    caution: {
      random: '',
      time: ' Later rows may differ more.',
      group: ' A new group may differ more.',
    },
    others: (count: number) =>
      count === 1 ? 'The least likely one is not shown.' : `The ${count} least likely are not shown.`,
    again: 'Try again',
    another: 'Another made-up row',
    missing: 'left empty',
    yes: 'true',
    no: 'false',
    other: 'another value…',
    otherLabel: (column: string) => `${column}, another value`,
    slider: (column: string) => `${column}, slider`,
    showAll: (count: number) => `Show all ${count} columns`,
    hidden: (count: number) =>
      `${count === 1 ? 'One more column stays' : `${count} more columns stay`} in the middle of the training rows.`,
    tooLarge: 'This model is too large to come to this device. Choose a zip of images below: the service predicts it.',
    hint: {
      range: (low: string, high: string, unit: string) => `${low} to ${high}${unit} in training`,
      hours: ' hours',
      percent: '; 0.05 is 5\u00a0%',
      categories: (count: number, more: boolean) =>
        `${more ? 'more than ' : ''}${count} ${count === 1 ? 'category' : 'categories'} in training`,
      utc: 'in UTC',
    },
    note: {
      below: (low: string, high: string) => `below anything seen in training: ${low} to ${high}`,
      above: (low: string, high: string) => `above anything seen in training: ${low} to ${high}`,
      unseen: 'not seen in training',
      average: 'left empty: the average is used',
      missing: 'left empty: counts as missing',
      unreadable: {
        number: 'not a number: counts as left empty',
        date: 'not a date: counts as left empty',
        other: 'unreadable: counts as left empty',
      },
    },
    file: {
      title: 'Predict many rows',
      choose: 'Predict a file',
      what: 'A file with the same columns, in any format that can be uploaded. Text: up to 200,000 rows and 50\u00a0MB; other formats: 50,000 rows and 10\u00a0MB. You get a CSV with one line a row.',
      here: 'A file with the same columns, in any format that can be uploaded. It stays on this device. You get a CSV with one line a row.',
      images: {
        title: 'Predict many images',
        what: 'A zip of images, or a single one, of the size of the training images. Up to 50,000 images and 10\u00a0MB. You get a CSV with the file name and the answer of each image.',
        here: 'A zip of images, or a single one, of the size of the training images. It stays on this device. You get a CSV with the file name and the answer of each image.',
      },
      beside: {
        title: 'Predict many images',
        what: 'A zip of images of the size of the training images, with a table of the other columns that has a column of their file names. Up to 50,000 images and 10\u00a0MB. You get a CSV with the file name and the answer of each row.',
        here: 'A zip of images of the size of the training images, with a table of the other columns that has a column of their file names. It stays on this device. You get a CSV with the file name and the answer of each row.',
      },
      busy: (name: string) => `Predicting ${name}…`,
      done: (name: string) => `${name} is in your downloads.`,
      save: 'Save it again',
    },
    program: {
      title: 'Use it from a program',
      row: 'The row above, from any terminal:',
      file: 'A whole file, with Node:',
      images: 'A zip of images, from any terminal:',
      imagesBeside: 'A zip of images and a table that names them, from any terminal:',
      copyRow: 'Copy the curl line',
      copyFile: 'Copy the npx line',
      curl: 'curl line',
      npx: 'npx line',
      copied: 'Copied.',
      byHand: "This browser doesn't let the page copy. Select the line and copy it manually.",
    },
  },
} as const;
