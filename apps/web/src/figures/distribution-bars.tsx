import type { Dataset } from '../api/client.ts';

/** How a column's values are spread. */
export type Shape = Dataset['shapes'][number];

/** A column's spread as little bars: bins from left to right, or names from the commonest on. Zero is at the bottom. */
export function DistributionBars({ shape, className = '' }: { shape: Shape; className?: string }) {
  const counts = barsOf(shape);
  const most = Math.max(1, ...counts);
  const width = 100 / Math.max(1, counts.length);
  return (
    <svg viewBox="0 0 100 30" preserveAspectRatio="none" aria-hidden="true" className={className}>
      <line x1="0" x2="100" y1="29.5" y2="29.5" className="stroke-line" strokeWidth="1" />
      {counts.map((count, i) => {
        const height = count === 0 ? 0 : Math.max(1, (29 * count) / most);
        const isRest = shape.kind === 'levels' && i === shape.levels.length;
        return (
          <rect
            key={i}
            x={i * width + width * 0.1}
            y={29.5 - height}
            width={width * 0.8}
            height={height}
            className={isRest ? 'fill-line' : 'fill-curve'}
          />
        );
      })}
    </svg>
  );
}

/** @returns the height of each bar, in rows; what is left of the names comes last. */
export function barsOf(shape: Shape): number[] {
  switch (shape.kind) {
    case 'bins':
      return shape.counts;
    case 'levels':
      // Too many to be drawn by name are not drawn at all.
      if (shape.levels.length === 0) return [];
      return [...shape.levels.map(({ count }) => count), ...(shape.others.count > 0 ? [shape.others.count] : [])];
    default:
      return [];
  }
}
