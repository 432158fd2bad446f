import type { Command } from '../command/command.ts';

/**
 * Loads each command, by its name, in the order of the help. Help, parsing and suggestions are made from this list. A
 * command is loaded when it's wanted: some of them load the whole workflow.
 */
export const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  run: async () => (await import('./run.ts')).run,
  watch: async () => (await import('./watch.ts')).watch,
  drive: async () => (await import('./drive.ts')).drive,
  background: async () => (await import('./background.ts')).background,
  foreground: async () => (await import('./foreground.ts')).foreground,
  reopen: async () => (await import('./reopen.ts')).reopen,
  predict: async () => (await import('./predict.ts')).predict,
  export: async () => (await import('./export.ts')).exportModel,
  verify: async () => (await import('./verify.ts')).verify,
  predictions: async () => (await import('./predictions.ts')).predictions,
  delete: async () => (await import('./delete.ts')).deleteRun,
  import: async () => (await import('./import.ts')).importLogs,
  book: async () => (await import('./book.ts')).book,
  start: async () => (await import('./start.ts')).start,
  serve: async () => (await import('./serve.ts')).serve,
  doctor: async () => (await import('./doctor.ts')).doctor,
};

/** @returns all commands, in the order of the help. */
export function loadAll(): Promise<Command[]> {
  return Promise.all(Object.values(COMMANDS).map((load) => load()));
}
