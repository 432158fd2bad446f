import { useId } from 'react';
import type { Dataset } from '../api/client.ts';
import { text } from '../text.ts';

const words = text.forecast;
const MOST_STEPS = 168;

/** What is asked of a forecast, as typed; nothing is forecast while `steps` is empty. */
export interface ForecastAsked {
  steps: string;
  series: string | null;
  season: string;
}

/** Nothing asked: rows are predicted as they are. */
export const NO_FORECAST: ForecastAsked = { steps: '', series: null, season: '' };

/** Props of the choice. */
export interface ForecastChoiceProps {
  /** The columns besides the target. */
  columns: Dataset['columns'];
  asked: ForecastAsked;
  onAsk: (asked: ForecastAsked) => void;
}

/** Asks whether the next values are to be forecast, and of which series. */
export function ForecastChoice({ columns, asked, onAsk }: ForecastChoiceProps) {
  const id = useId();
  const names = columns.filter(({ kind }) => kind === 'categorical' || kind === 'boolean' || kind === 'numeric');
  return (
    <fieldset className="flex flex-col gap-3" aria-describedby={`${id}why`}>
      <legend className="font-semibold">{words.ask}</legend>
      <p id={`${id}why`} className="text-small text-soft">
        {words.askWhy}
      </p>
      <div>
        <label htmlFor={`${id}steps`} className="block font-semibold">
          {words.steps}
        </label>
        <input
          id={`${id}steps`}
          type="number"
          inputMode="numeric"
          min={1}
          max={MOST_STEPS}
          step={1}
          className="field w-40 tabular-nums"
          value={asked.steps}
          aria-describedby={`${id}steps-hint`}
          onChange={(event) => onAsk({ ...asked, steps: event.target.value })}
        />
        <p id={`${id}steps-hint`} className="text-small text-soft">
          {words.stepsHint}
        </p>
      </div>
      {asked.steps !== '' && (
        <>
          {names.length > 0 && (
            <div>
              <label htmlFor={`${id}series`} className="block font-semibold">
                {words.series}
              </label>
              <select
                id={`${id}series`}
                className="field w-full sm:w-80"
                value={asked.series ?? ''}
                aria-describedby={`${id}series-hint`}
                onChange={(event) => onAsk({ ...asked, series: event.target.value === '' ? null : event.target.value })}
              >
                <option value="">{words.oneSeries}</option>
                {names.map(({ name }) => (
                  <option key={name} value={name}>
                    {name}
                  </option>
                ))}
              </select>
              <p id={`${id}series-hint`} className="text-small text-soft">
                {words.seriesHint}
              </p>
            </div>
          )}
          <div>
            <label htmlFor={`${id}season`} className="block font-semibold">
              {words.season}
            </label>
            <input
              id={`${id}season`}
              inputMode="numeric"
              className="field w-40 tabular-nums"
              value={asked.season}
              maxLength={20}
              aria-describedby={`${id}season-hint`}
              onChange={(event) => onAsk({ ...asked, season: event.target.value })}
            />
            <p id={`${id}season-hint`} className="text-small text-soft">
              {words.seasonHint}
            </p>
          </div>
        </>
      )}
    </fieldset>
  );
}
