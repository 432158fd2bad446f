import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, test, vi } from 'vitest';
import { EXIT_CODES } from './exit-codes.ts';
import { COMMANDS, loadAll } from './commands/index.ts';
import { main, placeOfHelp } from './main.ts';

const ALL = await loadAll();
const DOC = readFileSync(new URL('../../../docs/command-line.md', import.meta.url), 'utf8');

let said = '';
beforeEach(() => {
  said = '';
  vi.stubEnv('FORCE_COLOR', undefined);
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    said += String(text);
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

/** What the command line prints. */
async function printed(...argv: string[]): Promise<string> {
  said = '';
  if ((await main(argv)) !== 0) throw new Error('The exit code was not 0.');
  return said;
}

describe('stepwell', () => {
  test('lists all commands', async ({ expect }) => {
    const overview = await printed();
    for (const { name, summary } of ALL)
      expect(overview).toMatch(new RegExp(`^ {2}${name} +${summary.slice(0, 20)}`, 'm'));
    for (const argv of [['help'], ['--help'], ['-h']]) expect(await printed(...argv)).toBe(overview);
  });

  test('finds each command under its own name', ({ expect }) => {
    expect(Object.keys(COMMANDS)).toEqual(ALL.map(({ name }) => name));
  });

  test('prints the version of its package', async ({ expect }) => {
    const about = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
    const version = /"version": "(.+)"/.exec(about)?.[1];
    expect(await printed('--version')).toBe(`stepwell ${version}\n`);
    expect(await printed('-V')).toBe(`stepwell ${version}\n`);
  });

  test.for(ALL)('has help for $name: each option, and an example of its own', async (command, { expect }) => {
    const help = await printed(command.name, '--help');
    expect(help).toContain(`Usage: stepwell ${command.name}`);
    for (const [name, { help: words }] of Object.entries(command.options)) {
      expect(help).toMatch(new RegExp(`^ {2}--${name}(?: |$)`, 'm'));
      expect(words).toMatch(/^\S.*[^.]$/);
    }
    expect(command.example).toContain(`stepwell ${command.name}`);
    expect(help).toContain(command.example);
    for (const line of help.split('\n')) expect(line.length).toBeLessThanOrEqual(100);
    expect(await printed('help', command.name)).toBe(help);
    expect(await printed(command.name, 'some', '--nonsense', '-h')).toBe(help);
    expect(placeOfHelp([command.name, 'x'])).toBe(`stepwell ${command.name} --help`);
  });

  test('names the nearest command', async ({ expect }) => {
    await expect(main(['verfiy'])).rejects.toThrow('There is no command "verfiy". Did you mean "verify"?');
    await expect(main(['pred'])).rejects.toThrow('Did you mean "predict"?');
    await expect(main(['help', 'doctr'])).rejects.toThrow('Did you mean "doctor"?');
    await expect(main(['xyzzy'])).rejects.toThrow(/^There is no command "xyzzy"\.$/);
    await expect(main(['--verison'])).rejects.toThrow('Did you mean "--version"?');
    await expect(main(['constructor'])).rejects.toThrow('There is no command "constructor".');
    expect(placeOfHelp(['verfiy'])).toBe('stepwell --help');
  });

  test('is documented: each command and each exit code', ({ expect }) => {
    const rows = [...DOC.matchAll(/^\| `stepwell (\S+?)[ `]/gm)].map(([, name]) => name);
    expect(rows).toEqual(Object.keys(COMMANDS));
    const codes = [...DOC.matchAll(/^\| (\d+) +\| (.+?) +\|$/gm)].map(([, code, meaning]) => ({
      code: Number(code),
      meaning,
    }));
    expect(codes).toEqual(EXIT_CODES);
  });
});
