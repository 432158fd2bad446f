import { splitAtBlanks, splitCells, splitSparse, type ArffCell } from './arff-cells.ts';
import type { Attribute } from './arff-header.ts';

/** A cell as a column takes it: a number, the place of a name among those declared, or a text; '' where it is missing. */
export type ArffValue = string | number;

/** A row, and whether it came with a weight. */
export interface ArffRow {
  values: ArffValue[];
  hasWeight: boolean;
}

const WEIGHT = /^\{\s*[\d.eE+-]+\s*\}$/;
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/** @returns the row that a line holds; what is wrong, as a sentence's end, where it can't be read. */
export function rowIn(line: string, attributes: readonly Attribute[]): ArffRow | string {
  const text = line.trim();
  return text.startsWith('{') ? sparseRow(text, attributes) : denseRow(text, attributes);
}

function denseRow(text: string, attributes: readonly Attribute[]): ArffRow | string {
  const width = attributes.length;
  let cells = splitCells(text, 0, null)?.cells ?? null;
  const hasWeight = cells?.length === width + 1 && isWeight(cells.at(-1)!);
  if (hasWeight) cells!.pop();
  if (cells?.length !== width) {
    const apart = text.includes(',') ? null : splitAtBlanks(text);
    if (apart?.length === width) cells = apart;
  }
  if (cells === null) return 'a quote is never closed, or something other than a comma follows one';
  if (cells.length !== width) return `it has ${cells.length} cells for ${width} attributes`;
  const values: ArffValue[] = [];
  for (let i = 0; i < width; i++) {
    const value = valueOf(cells[i]!, attributes[i]!);
    if (value === null) return notDeclared(cells[i]!, attributes[i]!);
    values.push(value);
  }
  return { values, hasWeight };
}

function sparseRow(text: string, attributes: readonly Attribute[]): ArffRow | string {
  const split = splitSparse(text);
  if (split === null) return "its curly brackets don't hold numbers of attributes and their values";
  const behind = text.slice(split.end).replace(/^\s*%.*$/, '').trim(); // prettier-ignore
  const hasWeight = behind !== '';
  if (hasWeight && !WEIGHT.test(behind.replace(/^,\s*/, ''))) return 'something follows its curly brackets';
  const values = attributes.map((attribute) => absentValue(attribute));
  const taken = new Set<number>();
  for (const { place, cell } of split.cells) {
    const attribute = attributes[place];
    if (attribute === undefined)
      return `it has a value for attribute ${place} of ${attributes.length}, which count from 0`;
    if (taken.has(place)) return `it has two values for attribute ${place}`;
    taken.add(place);
    const value = valueOf(cell, attribute);
    if (value === null) return notDeclared(cell, attribute);
    values[place] = value;
  }
  return { values, hasWeight };
}

/** What a sparse row means where it names no value: 0, which for names is the first. */
function absentValue({ type }: Attribute): ArffValue {
  return type === 'number' || type === 'nominal' ? 0 : '';
}

function isWeight({ text, isQuoted }: ArffCell): boolean {
  return !isQuoted && WEIGHT.test(text);
}

/** @returns null where the value isn't one of the attribute. */
function valueOf({ text, isQuoted }: ArffCell, { type, places, toIso }: Attribute): ArffValue | null {
  const isMissing = !isQuoted && (text === '?' || text === '');
  if (isMissing) return type === 'nominal' ? '' : text;
  if (type === 'nominal') return places?.get(text.trim()) ?? null;
  if (type === 'number') return NUMBER.test(text) ? Number(text) : text;
  return type === 'date' ? (toIso?.(text) ?? text) : text;
}

function notDeclared({ text }: ArffCell, { name }: Attribute): string {
  return `"${text.slice(0, 40)}" isn't among the declared names of "${name.slice(0, 80)}"`;
}
