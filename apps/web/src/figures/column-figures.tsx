import type { Sketches } from '../api/client.ts';
import { text } from '../text.ts';
import { edgeLabel } from './edge-labels.ts';
import { Figure, type FigureTable } from './figure.tsx';
import { DistributionBars } from './distribution-bars.tsx';

const words = text.figure.columns;

type Sketch = Sketches['columns'][number];

/** The target's distribution, large, and every column's, small. */
export function ColumnFigures({ columns, target }: { columns: readonly Sketch[]; target: readonly string[] }) {
  const [first] = columns;
  if (first === undefined) return null;
  return (
    <>
      {target.includes(first.name) && <TargetFigure sketch={first} />}
      <Figure
        title={words.title}
        sentence={words.sentence(columns.length)}
        table={{
          head: words.head,
          rows: columns.map((sketch) => [sketch.name, text.setup.kinds[sketch.kind], sketch.missing, spreadOf(sketch)]),
        }}
      >
        <ul className="grid grid-cols-2 gap-x-4 gap-y-3">
          {columns.map((sketch) => (
            <li key={sketch.name} className="min-w-0 text-small">
              <span className="block truncate font-semibold">{sketch.name}</span>
              <DistributionBars shape={sketch.shape} className="h-10 w-full" />
              <span className="block truncate text-soft">
                {spreadOf(sketch)}
                {text.figure.missing(sketch.missing)}
              </span>
            </li>
          ))}
        </ul>
      </Figure>
    </>
  );
}

function TargetFigure({ sketch }: { sketch: Sketch }) {
  const { shape, kind, name } = sketch;
  const target = text.figure.target;
  if (shape.kind === 'none') return null;
  return (
    <Figure title={target.title(name)} sentence={targetSentence(sketch)} table={targetTable(sketch)}>
      {shape.kind === 'bins' ? (
        <>
          <DistributionBars shape={shape} className="h-24 w-full" />
          <p className="flex justify-between text-small text-soft tabular-nums">
            <span>{edgeLabel(kind, shape.low)}</span>
            <span>{edgeLabel(kind, shape.high)}</span>
          </p>
        </>
      ) : (
        <LevelRows shape={shape} />
      )}
    </Figure>
  );
}

/** Categories as a bar chart, one per row. */
function LevelRows({ shape }: { shape: Extract<Sketch['shape'], { kind: 'levels' }> }) {
  const rest =
    shape.others.count === 0 ? [] : [{ label: words.others(shape.others.levels), count: shape.others.count }];
  const levels = [...shape.levels, ...rest];
  const most = Math.max(...levels.map(({ count }) => count));
  return (
    <ul className="flex flex-col gap-1 text-small tabular-nums">
      {levels.map(({ label, count }) => (
        <li key={label} className="grid grid-cols-[6rem_minmax(0,1fr)_3.5rem] items-center gap-2">
          <span className="truncate">{label}</span>
          <span className="h-4 bg-curve" style={{ width: `${(100 * count) / most}%` }} />
          <span className="text-right">{count}</span>
        </li>
      ))}
    </ul>
  );
}

function targetSentence({ shape, kind }: Sketch): string {
  if (shape.kind === 'bins') return text.figure.target.numbers(edgeLabel(kind, shape.low), edgeLabel(kind, shape.high));
  if (shape.kind !== 'levels') return '';
  const rows = shape.levels.reduce((sum, { count }) => sum + count, shape.others.count);
  const [mostCommon] = shape.levels;
  if (mostCommon === undefined) return words.many(shape.others.levels);
  return text.figure.target.classes(mostCommon.label, `${((100 * mostCommon.count) / rows).toFixed(0)}\u00a0%`);
}

function targetTable({ shape, kind }: Sketch): FigureTable {
  const { head } = text.figure.target;
  if (shape.kind === 'bins') {
    const width = (shape.high - shape.low) / shape.counts.length;
    const edge = (bin: number) => edgeLabel(kind, shape.low + bin * width);
    return { head, rows: shape.counts.map((count, bin) => [words.bins(edge(bin), edge(bin + 1)), count]) };
  }
  if (shape.kind !== 'levels') return { head, rows: [] };
  return {
    head,
    rows: [
      ...shape.levels.map(({ label, count }) => [label, count]),
      ...(shape.others.count === 0 ? [] : [[words.others(shape.others.levels), shape.others.count]]),
    ],
  };
}

/** A column's distribution in a few words. */
export function spreadOf({ shape, kind }: Pick<Sketch, 'shape' | 'kind'>): string {
  if (shape.kind === 'none') return words.none;
  if (shape.kind === 'bins') {
    const [low, high] = [edgeLabel(kind, shape.low), edgeLabel(kind, shape.high)];
    return kind === 'text' ? words.words(low, high) : words.bins(low, high);
  }
  if (shape.levels.length === 0) return words.many(shape.others.levels);
  const named = shape.levels.slice(0, 3).map(({ label }) => label);
  const left = shape.levels.length - named.length + shape.others.levels;
  return [...named, ...(left > 0 ? [words.others(left)] : [])].join(', ');
}
