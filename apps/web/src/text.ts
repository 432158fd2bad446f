import { chartText } from './text/chart.ts';
import { compareText } from './text/compare.ts';
import { homeText } from './text/home.ts';
import { runText } from './text/run.ts';
import { stageText } from './text/stage.ts';
import { uploadText } from './text/upload.ts';

/** Every word of the interface, in one place. */
export const text = { ...homeText, ...runText, ...stageText, ...chartText, ...compareText, ...uploadText } as const;
