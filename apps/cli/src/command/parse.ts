import { parseArgs } from 'node:util';
import type { About, Given, Option, Options } from './about.ts';
import { didYouMean } from './nearest.ts';
import { usage } from './usage-error.ts';

/**
 * Parses the arguments of a command.
 *
 * @throws {UsageError} for an unknown option, with the nearest one; for a missing, superfluous or unknown value, with the
 *   option's name.
 */
export function parse<const O extends Options>(about: About<O>, given: string[]): Given<O> {
  const { name, options } = about;
  const known: Options = options;
  const keys = given.filter(isDashedKey);
  const argv = given.map((one) => (isDashedKey(one) ? `${PLACE}${keys.indexOf(one)}` : one));
  const { tokens } = parseArgs({ args: argv, options: known, allowPositionals: true, strict: false, tokens: true });
  for (const token of tokens) {
    if (token.kind === 'positional' && about.arguments === '') {
      throw usage(`"${name}" takes options only, not "${token.value}".`);
    }
    if (token.kind !== 'option') continue;
    const option = Object.hasOwn(known, token.name) ? known[token.name]! : null;
    if (option === null) throw unknownOption(name, token.rawName, Object.keys(known));
    const value = token.value === undefined ? undefined : restored(token.value, keys);
    checkValue(token.rawName, option, value, token.inlineValue === true);
  }
  const parsed = parseArgs({ args: argv, options, allowPositionals: true });
  return { ...parsed, positionals: parsed.positionals.map((one) => restored(one, keys)) };
}

/** What stands for an edit key while options are told from arguments. */
const PLACE = '\u0000key ';

/** One edit key in 64 begins with a dash, and would be taken for options: 43 characters of base64url, as no option is. */
function isDashedKey(argument: string): boolean {
  return /^-[A-Za-z0-9_-]{42}$/.test(argument);
}

function restored(argument: string, keys: readonly string[]): string {
  return argument.startsWith(PLACE) ? keys[Number(argument.slice(PLACE.length))]! : argument;
}

function unknownOption(command: string, given: string, known: string[]) {
  const guess = given.startsWith('--') ? didYouMean(given.slice(2), [...known, 'help'], '--') : '';
  const none = known.length === 0 ? ' It takes no options.' : '';
  return usage(`"${command}" has no option ${given}.${guess}${none}`);
}

function checkValue(name: string, option: Option, value: string | undefined, isInline: boolean): void {
  if (option.type === 'boolean') {
    if (value !== undefined) throw usage(`${name} takes no value, so leave "=${value}" out.`);
    return;
  }
  const wanted = option.choices?.join('|') ?? option.value ?? 'VALUE';
  if (value === undefined) throw usage(`${name} needs a value: ${name} ${wanted}.`);
  if (!isInline && value.length > 1 && value.startsWith('-')) {
    throw usage(
      `${name} needs a value, but ${value} follows it. Write ${name} ${wanted}; a value that begins with - is written ${name}=${value}.`,
    );
  }
  if (option.choices !== undefined && !option.choices.includes(value)) {
    throw usage(`${name} takes ${listed(option.choices)}, not "${value}".${didYouMean(value, option.choices)}`);
  }
}

/** @returns "a, b or c". */
function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}
