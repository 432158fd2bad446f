import { expect, test } from 'vitest';
import { InOrder } from '../../scripts/in-order.ts';

test('the first that has not ended is shown as it comes, the others in their order', () => {
  let shown = '';
  const output = new InOrder((text) => (shown += String(text)));
  const [a, b, c] = [output.open(), output.open(), output.open()];
  c.write('c1 ');
  a.write('a1 ');
  b.write('b1 ');
  expect(shown).toBe('a1 ');
  c.write('c2 ');
  c.close();
  a.write('a2 ');
  expect(shown).toBe('a1 a2 ');
  a.close();
  expect(shown).toBe('a1 a2 b1 ');
  b.write('b2 ');
  const d = output.open();
  d.write('d1 ');
  b.close();
  expect(shown).toBe('a1 a2 b1 b2 c1 c2 d1 ');
  d.write('d2');
  expect(shown).toBe('a1 a2 b1 b2 c1 c2 d1 d2');
});
