import { useId } from 'react';
import { text } from '../text.ts';

/** A select with "automatic" as its first option. */
export function SelectField<T extends string>({
  name,
  value,
  options,
  automatic = text.fork.automatic,
  onChange,
}: {
  name: string;
  value: T | undefined;
  options: readonly { value: T; name: string }[];
  /** What the first option is called. */
  automatic?: string | undefined;
  onChange: (value: T | undefined) => void;
}) {
  const id = useId();
  return (
    <div className="flex flex-col">
      <label htmlFor={id} className="font-semibold">
        {name}
      </label>
      <select
        id={id}
        className="field w-full"
        value={value ?? ''}
        onChange={(event) => onChange(options.find((option) => option.value === event.target.value)?.value)}
      >
        <option value="">{automatic}</option>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.name}
          </option>
        ))}
      </select>
    </div>
  );
}

/** A text input for one number or several, or for other words; empty means "automatic". */
export function TypedField({
  name,
  hint,
  value,
  isNumeric = true,
  automatic = text.fork.automatic,
  onChange,
}: {
  name: string;
  hint?: string;
  value: string;
  isNumeric?: boolean;
  /** What an empty field stands for. */
  automatic?: string | undefined;
  onChange: (typed: string) => void;
}) {
  const id = useId();
  return (
    <div className="flex flex-col">
      <label htmlFor={id} className="font-semibold">
        {name}
      </label>
      <input
        id={id}
        className="field w-full tabular-nums"
        inputMode={isNumeric ? 'decimal' : 'text'}
        autoCapitalize="none"
        autoComplete="off"
        spellCheck={false}
        placeholder={automatic}
        aria-describedby={hint === undefined ? undefined : `${id}hint`}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
      {hint !== undefined && (
        <p id={`${id}hint`} className="text-small text-soft">
          {hint}
        </p>
      )}
    </div>
  );
}

/** A checkbox. */
export function TickField({ name, on, onChange }: { name: string; on: boolean; onChange: (on: boolean) => void }) {
  return (
    <label className="tap gap-3">
      <input
        type="checkbox"
        className="h-4 w-4 shrink-0"
        checked={on}
        onChange={(event) => onChange(event.target.checked)}
      />
      <span className="min-w-0 truncate">{name}</span>
    </label>
  );
}
