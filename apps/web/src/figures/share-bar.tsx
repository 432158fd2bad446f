/** A share as a bar from zero, with its interval as a line. Both ends are from 0 to 1. */
export function ShareBar({ share, ci }: { share: number; ci: readonly [number, number] }) {
  return (
    <svg className="h-3 w-full" aria-hidden="true">
      <rect width="100%" height="100%" className="fill-line" />
      <rect width={`${100 * share}%`} height="100%" className="fill-curve" />
      <line x1={`${100 * ci[0]}%`} x2={`${100 * ci[1]}%`} y1="6" y2="6" className="stroke-ink" strokeWidth="1.5" />
    </svg>
  );
}
