import type { parseArgs } from 'node:util';

/** An option of a command. */
export interface Option {
  type: 'string' | 'boolean';
  /** Whether it may be repeated. */
  multiple?: true;
  /** What stands for the value in the help: `URL`. */
  value?: string;
  /** What it does, in one sentence without a period. */
  help: string;
  /** The values it takes; all by default. */
  choices?: readonly string[];
  /** Heading above this option and the next ones. */
  heading?: string;
}

/** Options by name, without the dashes, in the order of the help. */
export type Options = Readonly<Record<string, Option>>;

/** The arguments of a command as `parseArgs` returns them. */
export type Given<O extends Options> = ReturnType<
  typeof parseArgs<{ args: string[]; options: O; allowPositionals: true }>
>;

/** What a command declares about itself: help, parsing and suggestions are made from it. */
export interface About<O extends Options = Options> {
  name: string;
  /** What it does, in one sentence without a period. */
  summary: string;
  /** Its arguments besides options: `URL KEY`. Empty if it takes none. */
  arguments: string;
  options: O;
  /** A command line that works as it stands, apart from names of files and links. */
  example: string;
  /** Further paragraphs of its help. */
  notes?: readonly string[];
}
