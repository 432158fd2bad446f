import { homeText } from './text/home.ts';
import { runText } from './text/run.ts';
import { shareText } from './text/share.ts';
import { stageText } from './text/stage.ts';
import { uploadText } from './text/upload.ts';

/** Every word of the interface, in one place. */
export const text = { ...homeText, ...runText, ...shareText, ...stageText, ...uploadText } as const;
