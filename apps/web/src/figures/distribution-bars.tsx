import type { Dataset } from '../api/client.ts';

/** A column's distribution. */
export type Shape = Dataset['shapes'][number];

/** A column's distribution as small bars: bins from left to right, or categories from the most common. Bars start at zero. */
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

/** @returns the height of each bar, in rows; all other categories come last. */
export function barsOf(shape: Shape): number[] {
  switch (shape.kind) {
    case 'bins':
      return shape.counts;
    case 'levels':
      // With too many categories, none are drawn.
      if (shape.levels.length === 0) return [];
      return [...shape.levels.map(({ count }) => count), ...(shape.others.count > 0 ? [shape.others.count] : [])];
    default:
      return [];
  }
}
