import { memo, useId, useMemo, useState, useSyncExternalStore, type ReactNode } from 'react';
import { text } from '../text.ts';
import { hintWords } from './note-words.ts';
import type { Column } from './column.ts';
import type { RowDraft } from './row-draft.ts';
import { hasHours, plainNumber } from './row-of.ts';
import { sliderOf } from './slider.ts';

const words = text.predict;

/** Props of a field. */
export interface RowFieldProps {
  column: Column;
  /** What is in it; an empty text is a missing value. */
  draft: RowDraft;
  /** What is to be known of the value, in words. */
  note: string | null;
}

/** The field of one column, with what training saw of it below; a note takes that place. */
export const RowField = memo(function RowField({ column, draft, note }: RowFieldProps) {
  const current = () => draft.valueOf(column.name);
  const value = useSyncExternalStore(draft.subscribe, current, current);
  const id = useId();
  const hint = useMemo(() => hintWords(column), [column]);
  const Input = INPUTS[column.kind];
  const isText = column.kind === 'text';
  return (
    <div className={`flex min-w-0 flex-col ${isText ? 'sm:col-span-2' : ''}`}>
      <label htmlFor={id} className="truncate font-semibold" title={column.name}>
        {column.name}
      </label>
      <Input id={id} column={column} value={value} onChange={(next) => draft.type(column.name, next)} />
      <p
        id={`${id}note`}
        className={`text-small ${column.kind === 'date' || column.kind === 'numeric' ? 'min-h-10' : 'min-h-5'} ${note === null ? 'text-soft' : 'text-unsure'}`}
      >
        {note ?? hint}
      </p>
    </div>
  );
});

interface InputProps {
  id: string;
  column: Column;
  value: string;
  onChange: (value: string) => void;
}

const INPUTS: Record<Column['kind'], (props: InputProps) => ReactNode> = {
  numeric: NumberInput,
  date: DateInput,
  categorical: CategoryInput,
  boolean: BooleanInput,
  text: TextInput,
  // A model of images has no form.
  image: () => null,
};

function NumberInput({ id, column, value, onChange }: InputProps) {
  const { name, range } = column;
  const slider = useMemo(() => (range === null ? null : sliderOf(range)), [range]);
  const number = value.trim() === '' ? Number.NaN : Number(value);
  return (
    <div className="flex gap-3">
      <input
        id={id}
        className={`field tabular-nums ${slider === null ? 'w-full' : 'w-32 shrink-0'}`}
        inputMode="decimal"
        autoComplete="off"
        placeholder={words.missing}
        aria-describedby={`${id}note`}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
      {slider !== null && (
        <input
          type="range"
          className="h-11 min-w-0 grow"
          aria-label={words.slider(name)}
          aria-valuetext={value.trim() === '' ? words.missing : value}
          min={0}
          max={slider.last}
          value={slider.positionOf(Number.isNaN(number) ? range!.median : number)}
          onChange={(event) => onChange(plainNumber(slider.valueAt(Number(event.target.value))))}
        />
      )}
    </div>
  );
}

function DateInput({ id, column: { range }, value, onChange }: InputProps) {
  return (
    <input
      id={id}
      type={range !== null && hasHours(range) ? 'datetime-local' : 'date'}
      className="field w-full tabular-nums"
      aria-describedby={`${id}note`}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

const OTHER = 'other';
const MISSING = 'missing';

/** A select, with a field for another value than training's: what the model makes of one is worth a try. */
function CategoryInput({ id, column: { name, categories }, value, onChange }: InputProps) {
  const known = categories ?? [];
  const [isOther, setOther] = useState(false);
  const at = known.indexOf(value);
  return (
    <div className="flex gap-3">
      <select
        id={id}
        className="field min-w-0 grow basis-0"
        aria-describedby={`${id}note`}
        value={isOther ? OTHER : at === -1 ? MISSING : at}
        onChange={({ target }) => {
          setOther(target.value === OTHER);
          onChange(known[Number(target.value)] ?? '');
        }}
      >
        <option value={MISSING}>{words.missing}</option>
        {known.map((category, i) => (
          <option key={category} value={i}>
            {category}
          </option>
        ))}
        <option value={OTHER}>{words.other}</option>
      </select>
      {isOther && (
        <input
          className="field min-w-0 grow basis-0"
          aria-label={words.otherLabel(name)}
          autoCapitalize="none"
          autoComplete="off"
          spellCheck={false}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </div>
  );
}

function BooleanInput({ id, value, onChange }: InputProps) {
  return (
    <select
      id={id}
      className="field w-full"
      aria-describedby={`${id}note`}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    >
      <option value="">{words.missing}</option>
      <option value="true">{words.yes}</option>
      <option value="false">{words.no}</option>
    </select>
  );
}

function TextInput({ id, value, onChange }: InputProps) {
  return (
    <textarea
      id={id}
      rows={2}
      className="field w-full py-2"
      placeholder={words.missing}
      aria-describedby={`${id}note`}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
