import { readFile } from 'node:fs/promises';
import type { Command } from './command/command.ts';
import { helpOf, overview } from './command/help.ts';
import { didYouMean, nearest } from './command/nearest.ts';
import { usage } from './command/usage-error.ts';
import { COMMANDS, loadAll } from './commands/index.ts';

const HELP = ['--help', '-h'];
const VERSION = ['--version', '-V'];

/**
 * Runs the command line.
 *
 * @param argv the arguments after the program's name.
 * @returns the exit code.
 * @throws {StepwellError} a `UsageError` for wrong arguments.
 */
export async function main(argv: string[]): Promise<number> {
  const [first, ...rest] = argv;
  if (first === undefined || HELP.includes(first)) return print(overview(await loadAll(), process.stdout));
  if (VERSION.includes(first)) return print(`stepwell ${await readVersion()}\n`);
  if (first === 'help') return help(rest);
  const command = await loadNamed(first);
  const end = rest.indexOf('--');
  const options = end < 0 ? rest : rest.slice(0, end);
  if (options.some((option) => HELP.includes(option))) return print(helpOf(command, process.stdout));
  return command.run(rest);
}

async function help([name, ...more]: string[]): Promise<number> {
  if (more.length > 0) throw usage(`The name of one command was expected: stepwell help COMMAND.`);
  if (name === undefined) return print(overview(await loadAll(), process.stdout));
  return print(helpOf(await loadNamed(name), process.stdout));
}

/** @returns where the help is for what was typed: that of the command, if there is one. */
export function placeOfHelp([first, second]: readonly string[]): string {
  const typed = first === 'help' ? second : first;
  return typed === undefined || !Object.hasOwn(COMMANDS, typed) ? 'stepwell --help' : `stepwell ${typed} --help`;
}

async function loadNamed(name: string): Promise<Command> {
  const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (load !== undefined) return load();
  if (name.startsWith('-')) {
    const guess = nearest(name.replace(/^-+/, ''), ['help', 'version']);
    throw usage(
      `There is no option ${name} before a command.${guess === undefined ? '' : ` Did you mean "--${guess}"?`} Options follow the command: stepwell run FILE --target COL.`,
    );
  }
  throw usage(`There is no command "${name}".${didYouMean(name, Object.keys(COMMANDS))}`);
}

function print(text: string): number {
  process.stdout.write(text);
  return 0;
}

async function readVersion(): Promise<string> {
  const about: unknown = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8'));
  return typeof about === 'object' && about !== null && 'version' in about ? String(about.version) : 'unknown';
}
