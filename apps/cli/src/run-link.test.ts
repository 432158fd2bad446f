import { afterEach, describe, test, vi } from 'vitest';
import { readKeyed, readLink } from './run-link.ts';

const ID = 'a'.repeat(22);
const LINK = `https://example.org/r/${ID}`;

afterEach(() => {
  vi.unstubAllEnvs();
});

test('a link holds the service origin and the run id', ({ expect }) => {
  expect(readLink(`${LINK}?stage=tune`)).toEqual({ origin: 'https://example.org', id: ID });
  for (const wrong of ['', ID, 'https://example.org/', `${LINK}/embed`]) expect(() => readLink(wrong)).toThrow('/r/ID');
});

describe('the edit key', () => {
  const of = (...argv: string[]) => readKeyed(argv, 0, 'stepwell drive URL KEY').key;

  test('is the second argument, even if STEPWELL_KEY is set', ({ expect }) => {
    expect(of(LINK, 'given')).toBe('given');
    vi.stubEnv('STEPWELL_KEY', 'kept');
    expect(of(LINK, 'given')).toBe('given');
    expect(readKeyed([LINK, 'given', 'tune-1'], 1, '')).toMatchObject({ key: 'given', more: ['tune-1'] });
  });

  test('defaults to STEPWELL_KEY', ({ expect }) => {
    vi.stubEnv('STEPWELL_KEY', ' kept\n');
    expect(of(LINK)).toBe('kept');
    expect(readKeyed([LINK, 'tune-1'], 1, '')).toMatchObject({ id: ID, key: 'kept', more: ['tune-1'] });
  });

  test('is required, and superfluous arguments are rejected', ({ expect }) => {
    vi.stubEnv('STEPWELL_KEY', '');
    for (const argv of [[], [LINK], [LINK, 'key', 'more']]) expect(() => of(...argv)).toThrow('stepwell drive URL KEY');
    expect(() => readKeyed([LINK, 'tune-1'], 1, 'stepwell reopen')).toThrow('STEPWELL_KEY');
  });
});
