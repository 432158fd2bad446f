import { MOST_SERIES } from '../chart/plot-theme.ts';
import { SeriesKey } from '../chart/series-key.tsx';
import { text } from '../text.ts';
import { trialName } from './trial-names.ts';

/** Props of the overlay. */
export interface CurveOverlayProps {
  trials: { id: string; name: string }[];
  /** The shown trial first. */
  drawn: readonly string[];
  onChange: (others: string[]) => void;
}

/** Chooses trials to overlay on the shown one. Those that are drawn have a sample of their line. */
export function CurveOverlay({ trials, drawn, onChange }: CurveOverlayProps) {
  const words = text.chart.overlay;
  const [shown, ...others] = drawn;
  const names = others.map((id) => trialName(id, undefined)).join(', ');
  const full = drawn.length >= MOST_SERIES;
  return (
    <details>
      <summary className="tap font-semibold">{words.title(names)}</summary>
      <fieldset className="flex flex-col">
        <legend className="sr-only">{words.title('')}</legend>
        {trials.map(({ id, name }) => {
          const series = drawn.indexOf(id);
          return (
            <label key={id} className="tap gap-3">
              <input
                type="checkbox"
                className="h-5 w-5 shrink-0"
                checked={series !== -1}
                disabled={id === shown || (full && series === -1)}
                onChange={(event) =>
                  onChange(event.target.checked ? [...others, id] : others.filter((other) => other !== id))
                }
              />
              <span className="w-7 shrink-0">
                {others.length > 0 && series !== -1 && <SeriesKey series={series} />}
              </span>
              <span className="min-w-0">{name}</span>
            </label>
          );
        })}
      </fieldset>
      <p className="flex flex-wrap items-center gap-x-4 text-small text-soft">
        {words.most(MOST_SERIES)}
        {others.length > 0 && (
          <button type="button" className="tap text-body text-accent" onClick={() => onChange([])}>
            {words.none}
          </button>
        )}
      </p>
    </details>
  );
}
