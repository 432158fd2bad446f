import { useId } from 'react';
import type { Dataset } from '../api/client.ts';
import { text } from '../text.ts';

const LARGEST_SEED = 4_294_967_295;

/** What the settings change. */
export interface MoreSettingsProps {
  /** The columns that may be left out. */
  columns: Dataset['columns'];
  seed: string;
  onSeed: (seed: string) => void;
  dropped: ReadonlySet<string>;
  onDropped: (dropped: ReadonlySet<string>) => void;
}

/** What few people change: the seed, and columns to leave out. */
export function MoreSettings({ columns, seed, onSeed, dropped, onDropped }: MoreSettingsProps) {
  const id = useId();
  const toggle = (column: string, out: boolean) => {
    const next = new Set(dropped);
    if (out) next.add(column);
    else next.delete(column);
    onDropped(next);
  };
  return (
    <details>
      <summary className="tap w-fit text-accent">{text.setup.more}</summary>
      <div className="flex flex-col gap-4 pt-2">
        <div>
          <label htmlFor={`${id}seed`} className="block font-semibold">
            {text.setup.seed}
          </label>
          <input
            id={`${id}seed`}
            type="number"
            inputMode="numeric"
            min={0}
            max={LARGEST_SEED}
            step={1}
            required
            className="field w-40 tabular-nums"
            value={seed}
            onChange={(event) => onSeed(event.target.value)}
            aria-describedby={`${id}hint`}
          />
          <p id={`${id}hint`} className="text-small text-soft">
            {text.setup.seedHint}
          </p>
        </div>
        <fieldset>
          <legend className="font-semibold">{text.setup.drop}</legend>
          <p className="text-small text-soft">{text.setup.dropHint}</p>
          <div className="grid grid-cols-1 sm:grid-cols-2">
            {columns.map(({ name }) => (
              <label key={name} className="tap gap-3">
                <input
                  type="checkbox"
                  className="h-4 w-4 shrink-0"
                  checked={dropped.has(name)}
                  onChange={(event) => toggle(name, event.target.checked)}
                />
                <span className="min-w-0 truncate">{name}</span>
              </label>
            ))}
          </div>
        </fieldset>
      </div>
    </details>
  );
}
