import type { Command } from '../command/command.ts';
import { background } from './background.ts';
import { book } from './book.ts';
import { deleteRun } from './delete.ts';
import { doctor } from './doctor.ts';
import { drive } from './drive.ts';
import { exportModel } from './export.ts';
import { foreground } from './foreground.ts';
import { importLogs } from './import.ts';
import { predict } from './predict.ts';
import { predictions } from './predictions.ts';
import { reopen } from './reopen.ts';
import { run } from './run.ts';
import { serve } from './serve.ts';
import { start } from './start.ts';
import { verify } from './verify.ts';
import { watch } from './watch.ts';

/** All commands, in the order of the help. Help, parsing and suggestions are made from this list. */
export const COMMANDS: readonly Command[] = [
  run,
  watch,
  drive,
  background,
  foreground,
  reopen,
  predict,
  exportModel,
  verify,
  predictions,
  deleteRun,
  importLogs,
  book,
  start,
  serve,
  doctor,
];
