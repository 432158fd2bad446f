import { describe, test } from 'vitest';
import { curveOf, type Known } from './chart.ts';
import { curveSvg } from './curve-svg.ts';

const point = (epoch: number, train: number, validation: number | null) => ({
  epoch,
  trainLoss: train,
  validationLoss: validation,
  validationScore: validation === null ? null : validation / 10,
});
const folds = [
  [point(1, 4, 5), point(2, 2, 3)],
  [point(1, 6, 7), point(2, 0, 5)],
];
const measure = { name: 'accuracy', greaterIsBetter: true, why: '', expression: null, threshold: 0.5 } as const;
const known: Known = { baselines: [{ name: 'majority', score: 0.4 }], measure, plan: null, scaleUp: null, tune: null };

describe('curveOf', () => {
  test('holds the measure against guessing, and training loss against validation loss', ({ expect }) => {
    const { score, loss, name } = curveOf('power', folds, known);
    expect(name).toBe("The gate's small model");
    expect(score).toMatchObject({ quantity: 'accuracy on validation rows', epochs: 2, reference: 0.4 });
    expect(score?.lines[0]?.line.mean.map((value) => value?.toFixed(6))).toEqual(['0.600000', '0.400000']);
    expect(score?.tick(0.25)).toBe('25\u00a0%');
    expect(loss?.lines.map(({ role, line }) => [role, line.mean])).toEqual([
      ['training', [5, 1]],
      ['validation', [6, 4]],
    ]);
    expect(loss?.lines.map(({ line }) => line.band?.length ?? null)).toEqual([null, 2]);
    expect(loss?.reference).toBeNull();
  });

  test('does not compare trials scored on other rows with guessing', ({ expect }) => {
    expect(curveOf('late-rows', folds, known).score).toBeNull();
  });

  test('a fit that is not validated has its training loss alone', ({ expect }) => {
    const { score, loss } = curveOf('final', [[point(1, 4, null)]], known);
    expect(score).toBeNull();
    expect(loss?.lines.map(({ role }) => role)).toEqual(['training']);
  });
});

describe('curveSvg', () => {
  const hostile = `<script>alert(1)</script> & "quotes" '\u0007 \u202e שלום 😀 ${'long '.repeat(50)}`;

  test('stays small over thousands of epochs, for spikes are all that is kept', ({ expect }) => {
    const long = Array.from({ length: 5000 }, (_, i) => point(i + 1, 1 + (i % 7), 2 + (i % 11)));
    const svg = curveSvg(curveOf('power', [long], known), { title: 'long', status: 'finished' }, 'auto');
    expect(svg.length).toBeLessThan(120_000);
  });

  test('says why there is nothing to draw', ({ expect }) => {
    const none = curveOf(null, [], known);
    expect(curveSvg(none, { title: 'a', status: 'running' }, 'auto')).toContain('after the first epoch');
    expect(curveSvg(none, { title: 'a', status: 'failed' }, 'auto')).toContain('before any training');
  });

  test('follows the reader’s light unless told otherwise', ({ expect }) => {
    const of = (theme: 'auto' | 'light' | 'dark') =>
      curveSvg(curveOf('power', folds, known), { title: 'a', status: 'finished' }, theme);
    expect(of('auto')).toContain('@media (prefers-color-scheme:dark)');
    expect(of('light')).not.toContain('@media');
    expect(of('light')).toContain('.f-paper{fill:#faf9f6}');
    expect(of('dark')).toContain('.f-paper{fill:#161514}');
  });

  test('a hostile name stays text, and is shortened', ({ expect }) => {
    const svg = curveSvg(curveOf('power', folds, known), { title: hostile, status: 'finished' }, 'auto');
    for (const unfit of ['<script', '\u0007', '\u202e']) expect(svg).not.toContain(unfit);
    expect(svg).toContain('&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;quotes&quot; &#39; שלום');
    expect(svg).toContain('…</text>');
  });
});
