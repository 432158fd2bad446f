import { useId } from 'react';

/** Props of the row. */
export interface RadioRowProps<T extends string> {
  title: string;
  /** What each value is called. */
  names: Readonly<Record<T, string>>;
  value: T;
  onChoose: (value: T) => void;
  /** A spot of colour before each name, as CSS has it. */
  spots?: Readonly<Record<T, string>>;
}

/** A choice of a few, in a row. */
export function RadioRow<T extends string>({ title, names, value, onChoose, spots }: RadioRowProps<T>) {
  const name = useId();
  const values = Object.keys(names).filter((key): key is T => Object.hasOwn(names, key));
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1 text-small text-soft">{title}</legend>
      <div className="flex flex-wrap gap-2">
        {values.map((one) => (
          <label
            key={one}
            className="flex min-h-11 items-center gap-2 rounded-md border border-line px-3 text-small hover:bg-shade has-checked:border-accent has-checked:bg-shade has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent"
          >
            <input type="radio" name={name} value={one} checked={one === value} onChange={() => onChoose(one)} />
            {spots !== undefined && (
              <span
                aria-hidden="true"
                className="size-4 rounded-full border border-soft"
                style={{ background: spots[one] }}
              />
            )}
            {names[one]}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
