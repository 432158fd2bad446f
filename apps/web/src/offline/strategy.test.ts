import { describe, test } from 'vitest';
import { strategyOf, cacheKeyOf, shellOf } from './strategy.ts';

const ID = 'a'.repeat(22);

describe('strategyOf', () => {
  test('caches run data, and leaves alone requests that change something', ({ expect }) => {
    expect(strategyOf('GET', `/api/runs/${ID}`)).toBe('network-first');
    expect(strategyOf('GET', `/api/runs/${ID}/report`)).toBe('network-first');
    for (const kept of ['signature', 'model', 'checks'])
      expect(strategyOf('GET', `/api/runs/${ID}/${kept}`)).toBe('network-first');
    expect(strategyOf('POST', `/api/runs/${ID}/step`)).toBe('network');
    expect(strategyOf('GET', `/api/runs/${ID}/predictions`)).toBe('network');
    expect(strategyOf('GET', '/api/health')).toBe('network');
    expect(strategyOf('GET', '/api/runs/x')).toBe('network');
  });

  test('distinguishes files from pages', ({ expect }) => {
    expect(strategyOf('GET', '/_next/static/chunks/a.js')).toBe('cache-first');
    expect(strategyOf('GET', '/examples/cars.csv')).toBe('network-first');
    expect(strategyOf('GET', '/engine/worker.js')).toBe('network-first');
    for (const page of ['/', '/compare', `/r/${ID}`]) expect(strategyOf('GET', page)).toBe('page');
    for (const other of [`/r/${ID}/card.png`, `/r/${ID}/embed`, '/sw.js', '/r/short']) {
      expect(strategyOf('GET', other)).toBe('network');
    }
  });
});

test('one file serves every run', ({ expect }) => {
  expect([`/r/${ID}`, '/', '/compare'].map(shellOf)).toEqual(['/r', '/', '/compare']);
});

test('the cache key is the same whatever the client already knows of the run', ({ expect }) => {
  const run = 'https://stepwell.example/api/runs/0123456789abcdefghijkl';
  expect(cacheKeyOf(`${run}?seen=12`)).toBe(run);
  expect(cacheKeyOf(`${run}/curve?after=3&seen=12`)).toBe(`${run}/curve?after=3`);
  expect(cacheKeyOf(`${run}/report?v=7`)).toBe(`${run}/report?v=7`);
});
