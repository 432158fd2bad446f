import { useId } from 'react';
import type { Dataset } from '../api/client.ts';
import { text } from '../text.ts';

/** Props of the choice. */
export interface SplitChoiceProps {
  /** The columns that could define the split. */
  columns: Dataset['columns'];
  chosen: string | null;
  onChoose: (column: string | null) => void;
}

/** Asks whether a column defines the train, validation and test split. */
export function SplitChoice({ columns, chosen, onChoose }: SplitChoiceProps) {
  const id = useId();
  return (
    <div>
      <label htmlFor={id} className="block font-semibold">
        {text.setup.split}
      </label>
      <select
        id={id}
        className="field w-full sm:w-80"
        value={chosen ?? ''}
        aria-describedby={`${id}hint`}
        onChange={(event) => onChoose(event.target.value === '' ? null : event.target.value)}
      >
        <option value="">{text.setup.noSplit}</option>
        {columns.map(({ name, examples }) => (
          <option key={name} value={name}>
            {text.setup.splitBy(name, examples)}
          </option>
        ))}
      </select>
      <p id={`${id}hint`} className="text-small text-soft">
        {text.setup.splitHint}
      </p>
    </div>
  );
}
