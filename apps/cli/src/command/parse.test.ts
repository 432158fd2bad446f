import { describe, test } from 'vitest';
import { parse } from './parse.ts';
import { UsageError } from './usage-error.ts';

const ABOUT = {
  name: 'run',
  summary: 'Run',
  arguments: 'FILE',
  options: {
    target: { type: 'string', multiple: true, value: 'COL', help: 'Target' },
    effort: { type: 'string', choices: ['quick', 'thorough'], help: 'Effort' },
    'learning-rate': { type: 'string', value: 'RATE', help: 'Rate' },
    background: { type: 'boolean', help: 'Background' },
  },
  example: 'stepwell run FILE',
} as const;

/** The message for wrong arguments. */
function messageOf(...argv: string[]): string {
  try {
    parse(ABOUT, argv);
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
  throw new Error('The arguments were accepted.');
}

describe('parse', () => {
  test('reads options and arguments in any order', ({ expect }) => {
    const { values, positionals } = parse(ABOUT, [
      'a.csv',
      '--target',
      'x',
      '--target=y',
      '--background',
      'b.csv',
      '--effort',
      'quick',
    ]);
    expect({ ...values }).toEqual({ target: ['x', 'y'], background: true, effort: 'quick' });
    expect(positionals).toEqual(['a.csv', 'b.csv']);
    // Edit keys that begin with a dash are arguments, not options.
    const dashed = [`-b${'w'.repeat(41)}`, `--${'a-'.repeat(20)}b`];
    expect(parse(ABOUT, ['URL', ...dashed, '--target', 'y'])).toMatchObject({
      positionals: ['URL', ...dashed],
      values: { target: ['y'] },
    });
    expect(() => parse(ABOUT, ['--target', dashed[0]!])).toThrow(`needs a value, but ${dashed[0]} follows it`);
    expect(parse(ABOUT, ['--', '--target']).positionals).toEqual(['--target']);
    expect(parse(ABOUT, ['--learning-rate=-1', '--target', '-']).values).toMatchObject({
      'learning-rate': '-1',
      target: ['-'],
    });
  });

  test('names the nearest option', ({ expect }) => {
    expect(messageOf('--tarket', 'x')).toBe('"run" has no option --tarket. Did you mean "--target"?');
    expect(messageOf('--learning', '1')).toContain('Did you mean "--learning-rate"?');
    expect(messageOf('--rate=1')).toContain('Did you mean "--learning-rate"?');
    expect(messageOf('--hlep')).toContain('Did you mean "--help"?');
    expect(messageOf('--zzz')).toBe('"run" has no option --zzz.');
    expect(messageOf('-x')).toBe('"run" has no option -x.');
    expect(messageOf('--toString')).toBe('"run" has no option --toString.');
  });

  test('names the option whose value is missing, superfluous or unknown', ({ expect }) => {
    expect(messageOf('--target')).toBe('--target needs a value: --target COL.');
    expect(messageOf('--effort')).toBe('--effort needs a value: --effort quick|thorough.');
    expect(messageOf('--target', '--background')).toContain('--target needs a value, but --background follows it.');
    expect(messageOf('--background=yes')).toContain('--background takes no value');
    expect(messageOf('--effort', 'thorogh')).toBe(
      '--effort takes quick or thorough, not "thorogh". Did you mean "thorough"?',
    );
  });

  test('refuses arguments of a command that takes none', ({ expect }) => {
    expect(() => parse({ ...ABOUT, arguments: '' }, ['a.csv'])).toThrow('"run" takes options only, not "a.csv".');
  });
});
