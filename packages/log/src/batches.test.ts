import { describe, test } from 'vitest';
import { Batches } from './batches.ts';

interface Body {
  seq: number;
  points: unknown[];
}

const drain = (batches: Batches): Body[] => {
  const bodies: Body[] = [];
  for (let body = batches.next(); body !== null; body = batches.next()) {
    bodies.push(JSON.parse(body) as Body);
    batches.taken();
  }
  return bodies;
};

describe('Batches', () => {
  test('number the bodies one after the other, each within the bounds', ({ expect }) => {
    const batches = new Batches(1e9);
    for (let i = 0; i < 12_000; i++) batches.add(String(i), 1);
    const bodies = drain(batches);
    expect(bodies.map(({ seq, points }) => [seq, points.length])).toEqual([[1, 5_000], [2, 5_000], [3, 2_000]]); // oxfmt-ignore
    expect(bodies.flatMap(({ points }) => points)).toEqual(Array.from({ length: 12_000 }, (_, i) => i));
    for (let i = 0; i < 3; i++) batches.add(String(i), 9_000);
    expect(drain(batches).map(({ seq, points }) => [seq, points.length])).toEqual([[4, 2], [5, 1]]); // oxfmt-ignore
  });

  test('send the same body until it is taken', ({ expect }) => {
    const batches = new Batches(1e9);
    batches.add('1', 1);
    const body = batches.next();
    batches.add('2', 1);
    expect(batches.next()).toBe(body);
    batches.taken();
    expect(batches.next()).toBe('{"seq":2,"points":[2]}');
  });

  test('take no more than there is room for, and again once there is', ({ expect }) => {
    const batches = new Batches(10);
    expect([batches.add('12345678', 1), batches.add('123', 1), batches.add('12', 1)]).toEqual([true, false, true]);
    expect(drain(batches)).toEqual([{ seq: 1, points: [12_345_678, 12] }]);
    expect(batches.add('1234567890', 1)).toBe(true);
  });
});
