import { answersText } from './text/answers.ts';
import { chartText } from './text/chart.ts';
import { compareText } from './text/compare.ts';
import { forecastText } from './text/forecast.ts';
import { forkText } from './text/fork.ts';
import { homeText } from './text/home.ts';
import { figureText } from './text/figure.ts';
import { predictText } from './text/predict.ts';
import { readingText } from './text/reading.ts';
import { runText } from './text/run.ts';
import { stageText } from './text/stage.ts';
import { whyText } from './text/why.ts';
import { uploadText } from './text/upload.ts';

/**
 * The dashboard's own words; those of the share dialog come with it, when it is opened. Verdicts and advice come from
 * packages/workflow/src/report and stages/gate/advice.ts.
 */
export const text = {
  ...answersText,
  ...chartText,
  ...compareText,
  ...forecastText,
  ...forkText,
  ...homeText,
  ...figureText,
  ...predictText,
  ...readingText,
  ...runText,
  ...stageText,
  ...uploadText,
  ...whyText,
} as const;
