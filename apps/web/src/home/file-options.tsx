import { useState } from 'react';
import { SelectField, TypedField } from '../form/fields.tsx';
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
  const [asked, setAsked] = useState<ReadFileAs>(chosen);
  const [isOther, setOther] = useState(chosen.delimiter !== undefined && !DELIMITERS.includes(chosen.delimiter));
  const set = (option: keyof ReadFileAs) => (value: string | undefined) => {
    const { [option]: _before, ...others } = asked;
    setAsked(value === undefined || value === '' ? others : { ...others, [option]: value });
  };
  const typed = (option: 'header' | 'delimiter' | 'missing' | 'comment') => ({
    value: asked[option] ?? '',
    isNumeric: false,
    onChange: set(option),
  });
  return (
    <details>
      <summary className="tap w-fit text-accent">{words.title}</summary>
      <div className="flex flex-col gap-3 pt-2">
        {sheets.length > 1 && (
          <SelectField
            name={words.sheet}
            value={asked.sheet}
            options={optionsOf(chosen.sheet === undefined ? sheets.slice(1) : sheets)}
            automatic={chosen.sheet === undefined ? sheets[0] : undefined}
            onChange={set('sheet')}
          />
        )}
        <TypedField name={words.header} hint={words.headerHint} {...typed('header')} />
        {isText && (
          <>
            <SelectField
              name={words.delimiter}
              value={isOther ? OTHER : asked.delimiter}
              options={optionsOf([...DELIMITERS, OTHER], words.delimiters)}
              onChange={(value) => {
                setOther(value === OTHER);
                set('delimiter')(value === OTHER ? undefined : value);
              }}
            />
            {isOther && <TypedField name={words.other} hint={words.otherHint} {...typed('delimiter')} />}
            <SelectField
              name={words.decimal}
              value={asked.decimal}
              options={optionsOf(['.', ','], words.decimals)}
              onChange={set('decimal')}
            />
            <SelectField
              name={words.encoding}
              value={asked.encoding}
              options={optionsOf(ENCODINGS)}
              onChange={set('encoding')}
            />
            <TypedField name={words.missing} hint={words.missingHint} {...typed('missing')} />
            <TypedField name={words.comment} hint={words.commentHint} {...typed('comment')} />
          </>
        )}
        <button type="button" className="button w-fit" onClick={() => onRead(asked)}>
          {words.again}
        </button>
      </div>
    </details>
  );
}

function optionsOf<T extends string>(values: readonly T[], names: Readonly<Record<string, string>> = {}) {
  return values.map((value) => ({ value, name: names[value] ?? value }));
}
