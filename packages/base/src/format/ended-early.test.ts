import { test } from 'vitest';
import { endedEarly } from './ended-early.ts';

test('endedEarly reads why predictions end with an error', ({ expect }) => {
  expect(endedEarly('9,1.5,\nerror,,"The ""row"", at line 3. [cell_too_long]"\n')).toBe(
    'The "row", at line 3. [cell_too_long]',
  );
  expect(endedEarly('9,yes,0.1,0.9,\nerror,,,,Too long. [cell_too_long]\n')).toBe('Too long. [cell_too_long]');
  expect(endedEarly('error,,Too long.\n')).toBe('Too long.');
  for (const whole of ['', '9,1.5,\n', '9,error,\n', '9,1.5,"unseen: x\nerror,"\n', 'error,,Too long.\n9,1.5,\n']) {
    expect(endedEarly(whole), whole).toBeNull();
  }
});
