import { describe, test } from 'vitest';
import { predictionsJson } from './predictions-json.ts';

async function* pieces(text: string, size: number): AsyncGenerator<string, void> {
  for (let i = 0; i < text.length; i += size) yield text.slice(i, i + size);
}

async function jsonOf(csv: string, size = 7): Promise<unknown> {
  let json = '';
  for await (const piece of predictionsJson(pieces(csv, size))) json += piece;
  return JSON.parse(json);
}

describe('predictionsJson', () => {
  test('reads numbers and their intervals', async ({ expect }) => {
    expect(await jsonOf('row,y,low90(y),high90(y),notes\n1,9.5,-8,1e3,\n2,,,,"not predicted: a, b"\n')).toEqual([
      { row: 1, y: 9.5, 'low90(y)': -8, 'high90(y)': 1000, notes: null },
      { row: 2, y: null, 'low90(y)': null, 'high90(y)': null, notes: 'not predicted: a, b' },
    ]);
  });

  test('leaves classes as text, even those that look like numbers', async ({ expect }) => {
    expect(await jsonOf('row,file,digit,p(0),p(1),set90,notes\n1,a.png,1,0.25,0.75,0; 1,\n')).toEqual([
      { row: 1, file: 'a.png', digit: '1', 'p(0)': 0.25, 'p(1)': 0.75, set90: '0; 1', notes: null },
    ]);
  });

  test('reads labels as 0 and 1', async ({ expect }) => {
    expect(await jsonOf('row,a,b,p(a),p(b),notes\n1,0,1,0.25,0.75,\n')).toEqual([
      { row: 1, a: 0, b: 1, 'p(a)': 0.25, 'p(b)': 0.75, notes: null },
    ]);
  });

  test('is an array without rows too, and without the line of an error', async ({ expect }) => {
    expect(await jsonOf('row,y,notes\n')).toEqual([]);
    expect(await jsonOf('row,y,notes\nerror,,Too long. [cell_too_long]\n')).toEqual([]);
  });

  test('passes an error on before anything is written', async ({ expect }) => {
    async function* failing(): AsyncGenerator<string, void> {
      yield* [];
      throw new Error('Refused.');
    }
    await expect(predictionsJson(failing()).next()).rejects.toThrow('Refused.');
  });
});
