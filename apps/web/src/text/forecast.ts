/** Text for forecasts: the setup form's fields, and what comes next on a finished run's page. */
export const forecastText = {
  forecast: {
    ask: 'Forecast the next values?',
    askWhy:
      'Learn to say what comes next in a column of numbers, from what is known by then. The model is tested on the end of the series, against repeating the season before.',
    steps: 'Steps ahead',
    stepsHint:
      'How many values to forecast: 24 of an hourly series is a day. Leave it empty to predict each row by itself.',
    series: 'Series',
    oneSeries: 'one series',
    seriesHint: 'If the file holds several, the column that tells them apart, such as a shop.',
    season: 'Season, in steps',
    seasonHint: 'Such as 24 or 24, 168; 1 for none. Left empty, it is found in the data.',
    problem: (steps: number) => (steps === 1 ? 'forecast (the next value)' : `forecast (the next ${steps} values)`),
    next: 'What comes next',
    nextOf: (target: string) => `Forecast of ${target}`,
    sentence: (first: string, last: string, steps: number) =>
      steps === 1
        ? `The next value is about ${first}.`
        : `From about ${first} at the first step to ${last} at the last.`,
    within: 'The shaded area holds the truth nine times in ten, as far as the past tells.',
    choose: 'Series',
    left: (count: number) =>
      count === 1
        ? 'One series is not shown: it ends in a gap, is too short, or there are too many.'
        : `${count} series are not shown: they end in a gap, are too short, or there are too many.`,
    head: ['Time', 'Forecast', 'From', 'To'],
    step: (number: number) => `+${number}`,
    known: 'known',
    coming: 'forecast',
    interval: '90\u00a0% interval',
    csv: 'Forecast (CSV)',
    api: 'Forecast (JSON)',
    beside: 'Beside the naive forecasts',
    scaled: 'Mean absolute scaled error',
    besideSentence: (model: string, naive: string) =>
      `MASE ${model}, against ${naive} for repeating the season before. 1 is what that naive forecast errs one season ahead on the series' own past.`,
    besideHead: ['Forecast', 'Mean absolute error', 'MASE'],
    model: 'this model',
    names: { 'seasonal-naive': 'seasonal naive', 'last-value': 'last value', drift: 'drift' } as Record<string, string>,
    byStep: 'By steps ahead',
    byStepSentence: (first: string, last: string) =>
      `The mean absolute error is ${first} one step ahead and ${last} at the last step. Dashed: the seasonal naive forecast.`,
    byStepHead: ['Step', 'Error', 'Seasonal naive', 'Truths in 90\u00a0% intervals', 'Mean width'],
    covered: (share: string, low: string, high: string) =>
      `Its 90\u00a0% intervals held the truth in ${share} of the test; by step, from ${low} to ${high}.`,
    use: 'Forecast from a newer file',
    useWhat:
      'Choose a file with the columns of the training file that goes on to a later time. The answer says what comes next after its end.',
  },
} as const;
