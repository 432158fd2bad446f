import { useId } from 'react';
import type { Dataset } from '../api/client.ts';
import { text } from '../text.ts';

/** How rows are ordered: drawn at random, or following each other in time. */
export type TimeOrder = { order: 'random' } | { order: 'time'; timeColumn?: string } | null;

/** What the question is asked of. */
export interface TimeChoiceProps {
  columns: Dataset['columns'];
  /** Null while nothing was said: rows are drawn, and the gate looks at their order. */
  chosen: TimeOrder;
  onChoose: (order: TimeOrder) => void;
}

/** Asks whether rows follow each other in time: no one can tell from the file alone. */
export function TimeChoice({ columns, chosen, onChoose }: TimeChoiceProps) {
  const id = useId();
  const dates = columns.filter(({ kind }) => kind === 'date');
  const choices: { name: string; value: NonNullable<TimeOrder> }[] = [
    { name: text.setup.timeNo, value: { order: 'random' } },
    ...dates.map(({ name }) => ({
      name: text.setup.timeBy(name),
      value: { order: 'time' as const, timeColumn: name },
    })),
    { name: text.setup.timeRows, value: { order: 'time' } },
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
