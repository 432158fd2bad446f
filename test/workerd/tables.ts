import { generator } from '@stepwell/base/random';

/** A CSV whose number `y` follows from its inputs, with a little noise. */
export function learnableCsv(rows: number, seed = 1): string {
  const random = generator(seed, 'test-table', 'learnable');
  const lines = ['a,b,colour,y'];
  for (let row = 0; row < rows; row++) {
    const a = random.uniform() * 4 - 2;
    const b = random.uniform() * 4 - 2;
    const colour = ['red', 'green', 'blue'][random.below(3)]!;
    const y = 3 * a - 2 * b + (colour === 'red' ? 2 : 0) + random.uniform() * 0.2;
    lines.push(`${a.toFixed(4)},${b.toFixed(4)},${colour},${y.toFixed(4)}`);
  }
  return lines.join('\n');
}

/** A CSV of searches of six rows each, graded by `a - b` from 0 to 2. */
export function rankedCsv(searches: number): string {
  const random = generator(4, 'test-table', 'ranked');
  const lines = ['search,a,b,grade'];
  for (let search = 0; search < searches; search++) {
    const rows = Array.from({ length: 6 }, () => ({ a: random.uniform(), b: random.uniform() }));
    const order = rows.toSorted((one, other) => other.a - other.b - (one.a - one.b));
    for (const row of rows) {
      const place = order.indexOf(row);
      lines.push(`s${search},${row.a.toFixed(4)},${row.b.toFixed(4)},${place < 1 ? 2 : place < 3 ? 1 : 0}`);
    }
  }
  return lines.join('\n');
}

/** A CSV of two classes that no column says anything about. */
export function noiseCsv(rows: number, seed = 1): string {
  const random = generator(seed, 'test-table', 'noise');
  const lines = ['a,b,label'];
  for (let row = 0; row < rows; row++) {
    lines.push(`${random.uniform().toFixed(4)},${random.uniform().toFixed(4)},${random.below(2) === 0 ? 'no' : 'yes'}`);
  }
  return lines.join('\n');
}

/** A CSV of 60 rows whose number `y` follows from `a` more or less, with a column `who` as told. */
export function groupedCsv(who: (row: number) => string): string {
  const lines = Array.from(
    { length: 60 },
    (_, row) => `${((row * 7) % 23) + row / 100},${who(row)},${((row * 7) % 23) + 3 * ((row * 13) % 7)}`,
  );
  return ['a,who,y', ...lines].join('\n');
}
