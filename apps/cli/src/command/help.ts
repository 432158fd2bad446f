import type { About, Command, Option } from './command.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import { heading } from './style.ts';

const LINE = 100;
/** Longer names have their help on the next line. */
const MOST_NAME = 30;
const HELP: Option = { type: 'boolean', help: 'Show this help' };

/** @returns the overview of all commands, for a stream. */
export function overview(commands: readonly Command[], stream: NodeJS.WriteStream): string {
  const rows = commands.map(({ name, summary }) => [name, summary] as const);
  const codes = EXIT_CODES.map(({ code, meaning }) => [String(code), meaning] as const);
  return [
    'stepwell: train and test models on a table, text or images, from the data to an honest verdict',
    '',
    `${heading('Usage:', stream)} stepwell COMMAND [OPTIONS]`,
    '',
    heading('Commands', stream),
    ...table(rows),
    '',
    'stepwell COMMAND --help shows the options of a command; stepwell --version, the version.',
    '',
    heading('Exit codes', stream),
    ...table(codes),
    '',
    heading('Environment', stream),
    ...table(ENVIRONMENT),
    '',
  ].join('\n');
}

/** Variables of the environment that commands read. */
const ENVIRONMENT = [
  ['STEPWELL_KEY', "A run's edit key, in place of KEY: it stays out of process lists and the shell's history"],
  ['STEPWELL_TOKEN', "A service's upload token, in place of --token"],
  ['STEPWELL_OPERATOR_TOKEN', 'The OPERATOR_TOKEN of a service, for stepwell doctor'],
  ['NO_COLOR, FORCE_COLOR', 'Leave colors out, or use them where there is no terminal'],
] as const;

/** @returns the help of one command, for a stream. */
export function helpOf(
  { name, summary, arguments: takes, options, example, notes = [] }: About,
  stream: NodeJS.WriteStream,
): string {
  const usageLine = ['stepwell', name, takes, '[OPTIONS]'].filter((part) => part !== '').join(' ');
  const lines = [`${summary}.`, '', `${heading('Usage:', stream)} ${usageLine}`];
  let isFirst = true;
  let rows: (readonly [string, string])[] = [];
  const close = () => {
    lines.push(...table(rows));
    rows = [];
  };
  for (const [key, option] of Object.entries({ ...options, help: HELP })) {
    if (option.heading !== undefined || isFirst || key === 'help') {
      const title = option.heading ?? (isFirst ? 'Options' : null);
      if (title !== null) {
        close();
        lines.push('', heading(title, stream));
      }
      isFirst = false;
    }
    rows.push([option.type === 'boolean' ? `--${key}` : `--${key} ${option.value ?? 'VALUE'}`, wordsOf(option)]);
  }
  close();
  for (const note of notes) lines.push('', ...wrap(note, LINE));
  return [...lines, '', heading('Example', stream), `  ${example}`, ''].join('\n');
}

function wordsOf({ help, choices, multiple }: Option): string {
  const values = choices === undefined ? '' : `: ${choices.join(', ')}`;
  return `${help}${values}${multiple === true ? '; repeat for more' : ''}`;
}

/** Two columns; the second is wrapped. */
function table(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(0, ...rows.map(([name]) => name.length).filter((length) => length <= MOST_NAME)) + 2;
  return rows.flatMap(([name, text]) => {
    const [first = '', ...more] = wrap(text, LINE - width - 2);
    const rest = more.map((line) => `${' '.repeat(width + 2)}${line}`);
    if (name.length > MOST_NAME) return [`  ${name}`, `${' '.repeat(width + 2)}${first}`, ...rest];
    return [`  ${name.padEnd(width)}${first}`, ...rest];
  });
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}
