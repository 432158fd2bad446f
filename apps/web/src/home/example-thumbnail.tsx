import type { Thumbnail } from './examples.ts';

const WIDTH = 64;
const HEIGHT = 40;
const EDGE = 3;
const COLORS = ['fill-curve', 'fill-unsure', 'fill-good'];

/** A small drawing of an example dataset. */
export function ExampleThumbnail({ thumbnail: { kind, marks } }: { thumbnail: Thumbnail }) {
  const x = (at: number) => EDGE + at * (WIDTH - 2 * EDGE);
  const y = (at: number) => HEIGHT - EDGE - at * (HEIGHT - 2 * EDGE);
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} className="h-10 w-16 shrink-0" aria-hidden="true">
      {marks.map(([across, up, of], i) => {
        switch (kind) {
          case 'dots':
            return <circle key={i} cx={x(across)} cy={y(up)} r="1.5" className={COLORS[of]} opacity="0.8" />;
          case 'lines':
            return <rect key={i} x={EDGE} y={y(up) - 1} width={x(across) - EDGE} height="2" className={COLORS[of]} />;
          default:
            return (
              <rect
                key={i}
                x={across * WIDTH}
                y={(1 - up) * HEIGHT * 0.9}
                width="1.5"
                height="2.5"
                className="fill-ink"
                opacity={of}
              />
            );
        }
      })}
    </svg>
  );
}
