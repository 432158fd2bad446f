import type { Hero } from '@stepwell/workflow/headline';
import { text } from '../text.ts';

/** A number with its 95 % interval and the baseline on one axis; before the test, only the baseline. */
export function IntervalPlot({ hero }: { hero: Hero }) {
  const { estimate, reference, beside, format } = hero;
  const percent = (x: number) => (100 * (x - hero.from)) / (hero.to - hero.from);
  const at = (x: number) => `${percent(x)}%`;
  return (
    <div role="img" aria-label={labelOf(hero)} className="mt-1">
      <svg className="h-8 w-full overflow-visible" aria-hidden="true">
        <line x1="0" x2="100%" y1="16" y2="16" className="stroke-line" strokeWidth="1" />
        <line
          x1={at(reference.value)}
          x2={at(reference.value)}
          y1="4"
          y2="32"
          className="stroke-soft"
          strokeWidth="2"
        />
        {beside !== null && (
          <circle cx={at(beside.value)} cy="16" r="5" className="fill-paper stroke-soft" strokeWidth="2" />
        )}
        {estimate !== null && (
          <g className="stroke-curve">
            <line x1={at(estimate.low)} x2={at(estimate.high)} y1="16" y2="16" strokeWidth="3" />
            <line x1={at(estimate.low)} x2={at(estimate.low)} y1="9" y2="23" strokeWidth="2" />
            <line x1={at(estimate.high)} x2={at(estimate.high)} y1="9" y2="23" strokeWidth="2" />
            <circle cx={at(estimate.value)} cy="16" r="6" className="fill-curve" stroke="none" />
          </g>
        )}
      </svg>
      <div className="relative h-5 text-small text-curve tabular-nums" aria-hidden="true">
        {estimate !== null && (
          <span className="absolute whitespace-nowrap" style={placed(percent((estimate.low + estimate.high) / 2))}>
            {text.hero.interval(format(estimate.low), format(estimate.high))}
          </span>
        )}
      </div>
      <div className="relative h-5 text-small text-soft tabular-nums" aria-hidden="true">
        <span className="absolute whitespace-nowrap" style={placed(percent(reference.value))}>
          {reference.label} {format(reference.value)}
        </span>
      </div>
      {beside !== null && (
        <div className="relative h-5 text-small text-soft tabular-nums" aria-hidden="true">
          <span className="absolute whitespace-nowrap" style={placed(percent(beside.value))}>
            {beside.label} {format(beside.value)}
          </span>
        </div>
      )}
    </div>
  );
}

function labelOf({ estimate, reference, beside, format }: Hero): string {
  if (estimate === null) return text.hero.toBeat(format(reference.value));
  const said = text.hero.figure(
    format(estimate.value),
    format(estimate.low),
    format(estimate.high),
    format(reference.value),
    reference.label,
  );
  return beside === null ? said : `${said} ${beside.label}: ${format(beside.value)}.`;
}

/** Below its mark, but inside the plot at both ends. */
function placed(percent: number): { left: string; transform: string } {
  return { left: `${percent}%`, transform: `translateX(-${Math.min(100, Math.max(0, percent))}%)` };
}
