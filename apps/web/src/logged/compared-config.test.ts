import { test } from 'vitest';
import { differingSettings, flatSettings } from './compared-config.ts';

test('differingSettings are those that are not the same in all runs, nested ones by their path', ({ expect }) => {
  const configs = [
    { lr: 0.1, net: { units: [8, 8], name: 'mlp' }, seed: 1 },
    { lr: 0.1, net: { units: [16], name: 'mlp' } },
  ];
  expect(differingSettings(configs)).toEqual([
    { name: 'net.units', values: ['[8,8]', '[16]'] },
    { name: 'seed', values: ['1', null] },
  ]);
  expect(differingSettings([{}, {}])).toEqual([]);
  expect(flatSettings({ empty: {}, none: null })).toEqual([
    ['empty', '{}'],
    ['none', 'null'],
  ]);
});
