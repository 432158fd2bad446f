import { Writable } from 'node:stream';
import { afterEach, describe, test, vi } from 'vitest';
import { heading } from './style.ts';

/** A stream as node:tty has it. */
function stream(isTTY: boolean): NodeJS.WriteStream {
  const depth = (env = process.env) => (env['NO_COLOR'] !== undefined && env['NO_COLOR'] !== '' ? 1 : 8);
  return Object.assign(new Writable(), { isTTY, getColorDepth: depth }) as unknown as NodeJS.WriteStream;
}

afterEach(() => vi.unstubAllEnvs());

describe('colors', () => {
  const BOLD = '\u001b[1mCommands\u001b[22m';
  const clear = () => {
    vi.stubEnv('FORCE_COLOR', undefined);
    vi.stubEnv('NO_COLOR', undefined);
  };

  test('are for terminals', ({ expect }) => {
    clear();
    expect(heading('Commands', stream(true))).toBe(BOLD);
    expect(heading('Commands', stream(false))).toBe('Commands');
  });

  test('are left out with NO_COLOR, and used with FORCE_COLOR', ({ expect }) => {
    clear();
    vi.stubEnv('NO_COLOR', '1');
    expect(heading('Commands', stream(true))).toBe('Commands');
    vi.stubEnv('NO_COLOR', undefined);
    vi.stubEnv('FORCE_COLOR', '1');
    expect(heading('Commands', stream(false))).toBe(BOLD);
  });
});
