import { useId } from 'react';
import type { Dataset } from '../api/client.ts';
import { text } from '../text.ts';

/** The order of rows: random, or by time. */
export type TimeOrder = { order: 'random' } | { order: 'file' } | { order: 'time'; timeColumn: string } | null;

/** Props of the choice. */
export interface TimeChoiceProps {
  columns: Dataset['columns'];
  /** Null while unanswered: the split is random, and the gate checks the order. */
  chosen: TimeOrder;
  onChoose: (order: TimeOrder) => void;
}

/** Asks whether rows are in time order: the file alone can't tell. */
export function TimeChoice({ columns, chosen, onChoose }: TimeChoiceProps) {
  const id = useId();
  const dates = columns.filter(({ kind }) => kind === 'date');
  const choices: { name: string; value: NonNullable<TimeOrder> }[] = [
    { name: text.setup.timeNo, value: { order: 'random' } },
    ...dates.map(({ name }) => ({
      name: text.setup.timeBy(name),
      value: { order: 'time' as const, timeColumn: name },
    })),
    { name: text.setup.timeRows, value: { order: 'file' } },
  ];
  return (
    <fieldset className="flex flex-col gap-2" aria-describedby={`${id}why`}>
      <legend className="font-semibold">{text.setup.time}</legend>
      <p id={`${id}why`} className="text-small text-soft">
        {text.setup.timeWhy}
      </p>
      {choices.map(({ name, value }) => (
        <label key={name} className="choice">
          <input
            type="radio"
            name={`${id}time`}
            className="mt-1 h-4 w-4 shrink-0"
            checked={JSON.stringify(chosen) === JSON.stringify(value)}
            onChange={() => onChoose(value)}
          />
          <span>{name}</span>
        </label>
      ))}
    </fieldset>
  );
}
