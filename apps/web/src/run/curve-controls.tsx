import { metricWords, type MetricName } from '@stepwell/metrics/names';
import type { Spread } from '../chart/lines.ts';
import { text } from '../text.ts';

/** Props: which trial and which quantity to draw. */
export interface CurveChoiceProps {
  trials: { id: string; name: string }[];
  trial: string | null;
  /** The measure besides the loss; null if there is none. */
  measure: MetricName | null;
  /** Whether there is room for two charts, one above the other. */
  both: boolean;
  kind: 'loss' | 'score' | 'both';
  /** How folds are shown; null if there is only one, or there are too many lines. */
  spread: Spread | null;
  onChange: (parameters: Record<string, string | null>) => void;
}

/** Chooses the trial and the quantity; above the chart. */
export function CurveChoice({ trials, trial, measure, both, kind, spread, onChange }: CurveChoiceProps) {
  return (
    <div className="flex min-h-11 flex-wrap items-center gap-2 sm:flex-nowrap">
      {trials.length > 1 ? (
        <select
          aria-label={text.trials.label}
          className="field min-w-0 flex-1 basis-full sm:basis-0"
          value={trial ?? ''}
          onChange={(event) => onChange({ trial: event.target.value, epochs: null })}
        >
          {trials.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      ) : (
        <p className="min-w-0 flex-1 basis-full font-semibold sm:basis-0">{trials[0]?.name ?? ''}</p>
      )}
      {measure !== null && <KindChoice measure={measure} kind={kind} both={both} onChange={onChange} />}
      {spread !== null && <SpreadChoice spread={spread} onChange={onChange} />}
    </div>
  );
}

/** Chooses the quantity: the measure of success, or the loss one tap away. */
export function KindChoice({
  measure,
  kind,
  both,
  onChange,
}: Pick<CurveChoiceProps, 'kind' | 'both' | 'onChange'> & { measure: MetricName }) {
  const kinds = [
    { value: 'score', name: metricWords[measure] },
    { value: 'loss', name: text.chart.loss },
    ...(both ? [{ value: 'both', name: text.chart.both }] : []),
  ];
  return (
    <fieldset className="flex min-w-0 shrink-0 rounded-md border border-line max-sm:w-full">
      <legend className="sr-only">{text.chart.kind}</legend>
      {kinds.map(({ value, name }) => (
        <label
          key={value}
          className="flex min-h-11 min-w-0 items-center justify-center border-line px-3 max-sm:grow not-first-of-type:border-l has-checked:bg-shade has-checked:font-semibold has-focus-visible:outline-2 has-focus-visible:outline-accent"
        >
          <input
            type="radio"
            name="chart"
            className="sr-only"
            checked={value === kind}
            onChange={() => onChange({ chart: value === 'score' ? null : value })}
          />
          <span className="truncate">{name}</span>
        </label>
      ))}
    </fieldset>
  );
}

/** Chooses how folds are shown. */
export function SpreadChoice({ spread, onChange }: { spread: Spread; onChange: CurveChoiceProps['onChange'] }) {
  return (
    <select
      aria-label={text.chart.spread}
      className="field min-w-0 flex-1 sm:w-48 sm:flex-none"
      value={spread}
      onChange={(event) => onChange({ folds: event.target.value === 'range' ? null : event.target.value })}
    >
      {SPREADS.map((one) => (
        <option key={one} value={one}>
          {text.chart.spreads[one]}
        </option>
      ))}
    </select>
  );
}

const SPREADS: readonly Spread[] = ['range', 'sd', 'each'];

/** Props: how to draw it. */
export interface CurveOptionsProps {
  smoothed: boolean;
  log: boolean;
  /** Whether a logarithmic axis makes sense for it. */
  canLog: boolean;
  /** Whether a table is shown instead of the chart. */
  table: boolean;
  onChange: (parameters: Record<string, string | null>) => void;
}

/** Chooses how the curves are drawn; below the chart. */
export function CurveOptions({ smoothed, log, canLog, table, onChange }: CurveOptionsProps) {
  return (
    <div className="flex flex-wrap items-center gap-x-4">
      <Toggle name={text.chart.smooth} on={smoothed} onChange={(on) => onChange({ smooth: on ? '1' : null })} />
      <Toggle name={text.chart.log} on={log} disabled={!canLog} onChange={(on) => onChange({ log: on ? '1' : null })} />
      <button type="button" className="tap ml-auto text-accent" onClick={() => onChange({ table: table ? null : '1' })}>
        {table ? text.chart.noTable : text.chart.table}
      </button>
    </div>
  );
}

function Toggle({
  name,
  on,
  disabled = false,
  onChange,
}: {
  name: string;
  on: boolean;
  disabled?: boolean;
  onChange: (on: boolean) => void;
}) {
  return (
    <label className={`tap gap-2 ${disabled ? 'text-soft' : ''}`}>
      <input
        type="checkbox"
        className="h-5 w-5"
        checked={on}
        disabled={disabled}
        onChange={(event) => onChange(event.target.checked)}
      />
      {name}
    </label>
  );
}
