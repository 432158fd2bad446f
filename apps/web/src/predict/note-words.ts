import type { Predicted } from '../api/client.ts';
import { text } from '../text.ts';
import type { Column } from './column.ts';
import { hasHours, momentText } from './row-of.ts';

const words = text.predict;

/** What is to be known of a value. */
export type Note = Predicted['rows'][number]['notes'][number];

/** @returns what is to be known of a field's value, in words. */
export function noteWords(column: Column, what: Note['what']): string {
  const { kind, range } = column;
  switch (what) {
    case 'below':
    case 'above':
      return words.note[what](...endsOf(column, range!));
    case 'unseen':
      return words.note.unseen;
    case 'absent':
    case 'missing':
      return kind === 'numeric' ? words.note.average : words.note.missing;
    case 'unreadable':
      return words.note.unreadable[kind === 'numeric' ? 'number' : kind === 'date' ? 'date' : 'other'];
  }
}

/** @returns what training saw of a column; an empty text where there is nothing to say. */
export function hintWords(column: Column): string {
  const { kind, range, number, categories, more } = column;
  if (kind === 'categorical' && categories !== null) return words.hint.categories(categories.length, more);
  if (range === null) return '';
  if (kind === 'date') {
    const hint = words.hint.range(...endsOf(column, range), '');
    return hasHours(range) ? `${hint}, ${words.hint.utc}` : hint;
  }
  const percent = number?.affix === 'percent' ? words.hint.percent : '';
  return words.hint.range(...endsOf(column, range), unitOf(number)) + percent;
}

function unitOf(number: Column['number']): string {
  if (number?.affix === 'clock') return words.hint.hours;
  return number?.symbol == null ? '' : ` ${number.symbol}`;
}

function endsOf({ kind }: Column, range: NonNullable<Column['range']>): [low: string, high: string] {
  const shown = (value: number) =>
    kind === 'date' ? momentText(value, hasHours(range)).replace('T', ' ') : String(Number(value.toPrecision(6)));
  return [shown(range.low), shown(range.high)];
}
