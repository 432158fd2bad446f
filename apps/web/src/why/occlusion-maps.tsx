import { formatNumber, formatShare } from '@stepwell/base/format';
import type { Explanation } from '../api/client.ts';
import { Figure } from '../figures/figure.tsx';
import { text } from '../text.ts';

const words = text.why.looks;
const CELL = 10;

/** Where a model of images looks: the more it depends on a place, the darker. One scale for all maps. */
export function OcclusionMaps({ maps, isClasses }: { maps: Explanation['occlusion']; isClasses: boolean }) {
  const most = Math.max(...maps.flatMap(({ map }) => map.flat()), Number.MIN_VALUE);
  const [all] = maps;
  const show = (value: number) => (isClasses ? formatShare(value) : formatNumber(value));
  return (
    <Figure
      title={words.title}
      sentence={isClasses ? words.sentence(all!.images) : words.numbers(all!.images)}
      table={{
        head: ['', ...all!.map[0]!.map((_, x) => String(x + 1))],
        rows: all!.map.map((row, y) => [y + 1, ...row.map(show)]),
      }}
    >
      <ul className="flex flex-wrap gap-4 text-small">
        {maps.map(({ name, map }) => (
          <li key={name ?? ''} className="flex flex-col items-center gap-1">
            <svg
              viewBox={`0 0 ${CELL * map[0]!.length} ${CELL * map.length}`}
              className={`${name === null ? 'w-40' : 'w-18'} border border-line`}
            >
              {map.flatMap((row, y) =>
                row.map((value, x) => (
                  <rect
                    key={`${x} ${y}`}
                    x={CELL * x}
                    y={CELL * y}
                    width={CELL}
                    height={CELL}
                    className="fill-curve"
                    fillOpacity={Math.max(0, value) / most}
                  />
                )),
              )}
            </svg>
            <span className="max-w-18 truncate">{name ?? words.all}</span>
          </li>
        ))}
      </ul>
    </Figure>
  );
}
