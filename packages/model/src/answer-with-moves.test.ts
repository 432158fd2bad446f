import { beforeAll, test } from 'vitest';
import { readUpload } from '@stepwell/data/archive';
import { startEngine } from '../../workflow/src/training/architecture/testing/start-engine.ts';
import { answersOf, answerWithMoves, predict, rowsOfJson } from './index.ts';
import { train } from './testing/train.ts';

beforeAll(startEngine);

test('an answer is that of the row alone, with what each value changes', { timeout: 60_000 }, async ({ expect }) => {
  const lines = Array.from(
    { length: 120 },
    (_, i) => `${i % 11},${(i * 7) % 13},${i % 3 === 0 ? 'p' : 'q'},${3 * (i % 11) + ((i * 7) % 13)}`,
  );
  const { table } = await readUpload(new Blob([['a,b,c,y', ...lines].join('\n')]).stream(), { part: null });
  const { model } = await train(table, { model: { units: [], epochs: 40 } });
  const typical = { a: 5, b: 6, c: 'q' };
  const of = (row: Record<string, string | number | null>) => {
    const [answer] = answersOf(model, predict(model, rowsOfJson([row], model.signature).table));
    return 'numbers' in answer! ? answer.numbers['y']! : Number.NaN;
  };
  const row = { a: 10, b: 6, c: 'p' };
  const { answer, moves } = answerWithMoves(model, row, typical, (asked) => predict(model, asked));
  expect(answer).toMatchObject({ numbers: { y: of(row) } });
  // b is typical already.
  expect(moves.map(({ column }) => column).toSorted((x, y) => x.localeCompare(y))).toEqual(['a', 'c']);
  for (const { column, change } of moves) {
    expect(change).toBe(of(row) - of({ ...row, [column]: typical[column as keyof typeof typical] }));
  }
  // y is three times a, and b.
  expect(moves[0]!.column).toBe('a');
  expect(answerWithMoves(model, typical, typical, (asked) => predict(model, asked)).moves).toEqual([]);
});
