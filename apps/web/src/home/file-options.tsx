import { useId, useState } from 'react';
import { text } from '../text.ts';
import type { ReadFileAs } from '../upload/send.ts';

const words = text.reading.options;

/** The encodings that are offered; the command line takes all that browsers know. */
const ENCODINGS = ['utf-8', 'windows-1252', 'utf-16le', 'utf-16be', 'shift_jis', 'gb18030', 'euc-kr', 'windows-1251'];
const DELIMITERS = ['comma', 'semicolon', 'tab', 'bar', 'space'];
const OTHER = 'other';

/** Props of the options. */
export interface FileOptionsProps {
  /** How the file was read the last time, where the rules were overruled. */
  chosen: ReadFileAs;
  /** The sheets of a workbook, the one that was read first. */
  sheets?: readonly string[];
  /** Whether the file is a text, so that how it is written can be told. */
  isText?: boolean;
  /** Reads the file again. */
  onRead: (reading: ReadFileAs) => void;
}

/** The form that overrules how the file as a whole is read. */
export function FileOptions({ chosen, sheets = [], isText = true, onRead }: FileOptionsProps) {
  const id = useId();
  const [asked, setAsked] = useState<ReadFileAs>(chosen);
  const [isOther, setOther] = useState(chosen.delimiter !== undefined && !DELIMITERS.includes(chosen.delimiter));
  const set = (option: keyof ReadFileAs) => (value: string) => {
    const { [option]: _before, ...others } = asked;
    setAsked(value === '' ? others : { ...others, [option]: value });
  };
  return (
    <details>
      <summary className="tap w-fit text-accent">{words.title}</summary>
      <div className="flex flex-col items-start gap-3 pt-2">
        {sheets.length > 1 && (
          <Choice
            id={`${id}sheet`}
            label={words.sheet}
            value={asked.sheet ?? ''}
            values={chosen.sheet === undefined ? sheets.slice(1) : sheets}
            automatic={chosen.sheet === undefined ? sheets[0] : words.automatic}
            onChoose={set('sheet')}
          />
        )}
        <Typed
          id={`${id}header`}
          label={words.header}
          hint={words.headerHint}
          onType={set('header')}
          {...of(asked.header)}
        />
        {isText && (
          <>
            <Choice
              id={`${id}delimiter`}
              label={words.delimiter}
              value={isOther ? OTHER : (asked.delimiter ?? '')}
              values={[...DELIMITERS, OTHER]}
              name={words.delimiters}
              onChoose={(value) => {
                setOther(value === OTHER);
                set('delimiter')(value === OTHER ? '' : value);
              }}
            />
            {isOther && (
              <Typed
                id={`${id}other`}
                label={words.other}
                hint={words.otherHint}
                value={asked.delimiter ?? ''}
                onType={set('delimiter')}
              />
            )}
            <Choice
              id={`${id}decimal`}
              label={words.decimal}
              value={asked.decimal ?? ''}
              values={['.', ',']}
              name={words.decimals}
              onChoose={set('decimal')}
            />
            <Choice
              id={`${id}encoding`}
              label={words.encoding}
              value={asked.encoding ?? ''}
              values={ENCODINGS}
              onChoose={set('encoding')}
            />
            <Typed
              id={`${id}missing`}
              label={words.missing}
              hint={words.missingHint}
              onType={set('missing')}
              {...of(asked.missing)}
            />
            <Typed
              id={`${id}comment`}
              label={words.comment}
              hint={words.commentHint}
              onType={set('comment')}
              {...of(asked.comment)}
            />
          </>
        )}
        <button type="button" className="button" onClick={() => onRead(asked)}>
          {words.again}
        </button>
      </div>
    </details>
  );
}

function of(value: string | undefined): { value: string } {
  return { value: value ?? '' };
}

function Choice({
  id,
  label,
  value,
  values,
  name = {},
  automatic = words.automatic,
  onChoose,
}: {
  id: string;
  label: string;
  value: string;
  values: readonly string[];
  name?: Readonly<Record<string, string>>;
  automatic?: string | undefined;
  onChoose: (value: string) => void;
}) {
  return (
    <div className="w-full">
      <label htmlFor={id} className="block font-semibold">
        {label}
      </label>
      <select id={id} className="field w-full" value={value} onChange={(event) => onChoose(event.target.value)}>
        <option value="">{automatic}</option>
        {values.map((one) => (
          <option key={one} value={one}>
            {name[one] ?? one}
          </option>
        ))}
      </select>
    </div>
  );
}

function Typed({
  id,
  label,
  hint,
  value,
  onType,
}: {
  id: string;
  label: string;
  hint: string;
  value: string;
  onType: (value: string) => void;
}) {
  return (
    <div className="w-full">
      <label htmlFor={id} className="block font-semibold">
        {label}
      </label>
      <input
        id={id}
        type="text"
        className="field w-40"
        autoCapitalize="none"
        autoComplete="off"
        spellCheck={false}
        aria-describedby={`${id}hint`}
        value={value}
        onChange={(event) => onType(event.target.value)}
      />
      <p id={`${id}hint`} className="text-small text-soft">
        {hint}
      </p>
    </div>
  );
}
