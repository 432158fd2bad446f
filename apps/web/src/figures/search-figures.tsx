import { formatScore } from '@stepwell/metrics/names';
import type { RunReport } from '../api/client.ts';
import { text } from '../text.ts';
import { Figure } from './figure.tsx';
import { ShareBar } from './share-bar.tsx';
import { scoredTrials, searchAxes, type Axis } from './search-axes.ts';

const words = text.figure.search;
const WIDEST_AXIS = 72;
const NARROWEST = 320;
const HEIGHT = 200;
const TOP = 22;
const BOTTOM = 12;
const SIDE = 26;
/** What a label takes, with a little air. */
const MARK_HEIGHT = 11;

/** Props of the figures. */
export interface SearchFiguresProps {
  tune: NonNullable<RunReport['tune']>;
  measure: NonNullable<RunReport['measure']>;
}

/** A parallel coordinates plot of all trials, and the importance of their settings. */
export function SearchFigures({ tune, measure }: SearchFiguresProps) {
  const trials = scoredTrials(tune);
  if (trials.length < 2) return null;
  const format = (score: number) => formatScore(measure.name, score);
  const axes = searchAxes(trials, measure.greaterIsBetter, format);
  const width = Math.max(NARROWEST, axes.length * WIDEST_AXIS);
  const x = (i: number) => (axes.length === 1 ? width / 2 : SIDE + (i * (width - 2 * SIDE)) / (axes.length - 1));
  const best = trials.findIndex(({ id }) => id === tune.best);
  const order = [...trials.keys()].filter((i) => i !== best).concat(best === -1 ? [] : [best]);
  const labelAt = (axis: Axis, trial: number) =>
    axis.marks.find(({ at }) => at === axis.at[trial])?.label ?? format(trials[trial]?.score ?? 0);
  return (
    <>
      <Figure
        title={words.title}
        sentence={words.sentence(trials.length, tune.best.replace('tune-', 'trial '))}
        table={{
          head: [...words.head, ...axes.map(({ name }) => name)],
          rows: trials.map(({ id }, i) => [id.replace('tune-', ''), ...axes.map((axis) => labelAt(axis, i))]),
        }}
      >
        <div className="overflow-x-auto">
          <svg viewBox={`0 0 ${width} ${HEIGHT}`} style={{ minWidth: width }} className="w-full">
            {order.map((i) => (
              <polyline
                key={trials[i]?.id}
                fill="none"
                strokeWidth={i === best ? 2.5 : 1}
                strokeDasharray={i === best || trials[i]?.status === 'finished' ? undefined : '3 3'}
                className={i === best ? 'stroke-curve' : 'stroke-soft'}
                opacity={i === best ? 1 : 0.5}
                points={axes.map((axis, j) => `${x(j)},${y(axis.at[i] ?? 0)}`).join(' ')}
              />
            ))}
            {axes.map(({ name, marks }, j) => (
              <g key={name}>
                <line x1={x(j)} x2={x(j)} y1={y(0)} y2={y(1)} className="stroke-line" strokeWidth="1" />
                <text
                  x={j === 0 ? 2 : j === axes.length - 1 ? width - 2 : x(j)}
                  y="10"
                  textAnchor={j === 0 ? 'start' : j === axes.length - 1 ? 'end' : 'middle'}
                  className="fill-ink text-[10px] font-semibold"
                >
                  {name}
                </text>
                {legible(marks).map(({ label, at }) => (
                  <text
                    key={label}
                    x={x(j) + (j === axes.length - 1 ? -3 : 3)}
                    y={y(at) + 3}
                    textAnchor={j === axes.length - 1 ? 'end' : 'start'}
                    className="fill-soft stroke-paper text-[9px]"
                    style={{ paintOrder: 'stroke', strokeWidth: 2.5 }}
                  >
                    {label}
                  </text>
                ))}
              </g>
            ))}
          </svg>
        </div>
      </Figure>
      <ImportanceFigure importance={tune.importance} />
    </>
  );
}

/** Marks far enough apart to be read, both ends among them. */
function legible(marks: Axis['marks']): Axis['marks'] {
  const last = marks.at(-1);
  const kept: Axis['marks'] = [];
  for (const mark of marks) {
    const before = kept.at(-1);
    const isClear = before === undefined || y(before.at) - y(mark.at) >= MARK_HEIGHT;
    const leavesRoom = last === undefined || mark === last || y(mark.at) - y(last.at) >= MARK_HEIGHT;
    if (isClear && leavesRoom) kept.push(mark);
  }
  return kept;
}

function y(at: number): number {
  return HEIGHT - BOTTOM - at * (HEIGHT - TOP - BOTTOM);
}

function ImportanceFigure({ importance }: Pick<SearchFiguresProps['tune'], 'importance'>) {
  // A share whose uncertainty isn't known, as after few trials, would say more than is known.
  const shown = importance.flatMap(({ name, share, ci }) =>
    ci === null || share < 0.005 ? [] : [{ name, share, ci }],
  );
  const [first] = shown;
  if (first === undefined) return null;
  const { title, sentence, head } = text.figure.importance;
  const percent = (share: number) => `${(100 * share).toFixed(0)}\u00a0%`;
  const reach = ({ ci }: (typeof shown)[number]) => `${(100 * ci[0]).toFixed(0)} to ${percent(ci[1])}`;
  return (
    <Figure
      title={title}
      sentence={sentence(nameOf(first.name), percent(first.share), reach(first))}
      table={{ head, rows: shown.map((one) => [nameOf(one.name), percent(one.share), reach(one)]) }}
    >
      <ul className="flex flex-col gap-1 text-small tabular-nums">
        {shown.map(({ name, share, ci }) => (
          <li key={name} className="grid grid-cols-[6rem_minmax(0,1fr)_3.5rem] items-center gap-2">
            <span className="truncate">{nameOf(name)}</span>
            <ShareBar share={share} ci={ci} />
            <span className="text-right">{percent(share)}</span>
          </li>
        ))}
      </ul>
    </Figure>
  );
}

const AXES: Record<string, string> = words.axes;

function nameOf(setting: string): string {
  return AXES[setting] ?? setting;
}
