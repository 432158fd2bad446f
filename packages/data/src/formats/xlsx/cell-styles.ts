import { attribute, readXml } from './read-xml.ts';

/** What the format of a cell makes of its number. */
export type NumberKind = 'number' | 'percent' | 'date' | 'time' | 'duration';

/** Formats that a workbook needs not write down. @see ECMA-376 18.8.30 */
const BUILT_IN: Record<number, string> = {
  9: '0%', 10: '0.00%', 14: 'd/m/yy', 15: 'd-mmm-yy', 16: 'd-mmm', 17: 'mmm-yy', 18: 'h:mm', 19: 'h:mm:ss', 20: 'h:mm', 21: 'h:mm:ss',
  22: 'd/m/yy h:mm', 32: 'h:mm', 33: 'h:mm:ss', 45: 'mm:ss', 46: '[h]:mm:ss', 47: 'mm:ss.0',
}; // prettier-ignore
/** Of languages of East Asia; all are dates but those above. */
const isEastAsianDate = (id: number) => (id >= 27 && id <= 36) || (id >= 50 && id <= 58);

/** @returns by the number of a style, what the numbers of its cells are. */
export function readStyles(chunks: Iterable<Uint8Array>): NumberKind[] {
  const formats = new Map<number, string>();
  const kinds: NumberKind[] = [];
  let isCell = false;
  readXml(chunks, {
    open(name, attributes) {
      if (name === 'numFmt')
        formats.set(Number(attribute(attributes, 'numFmtId')), attribute(attributes, 'formatCode') ?? '');
      else if (name === 'cellXfs') isCell = true;
      else if (name === 'xf' && isCell) {
        const id = Number(attribute(attributes, 'numFmtId') ?? 0);
        kinds.push(kindOf(formats.get(id) ?? BUILT_IN[id] ?? (isEastAsianDate(id) ? 'yyyy-mm-dd' : '')));
      }
    },
    close(name) {
      if (name === 'cellXfs') isCell = false;
    },
    text() {},
  });
  return kinds;
}

/** @returns what a format such as `yyyy-mm-dd` or `0.00%` makes of a number. */
export function kindOf(format: string): NumberKind {
  // The first section is that of positive numbers.
  const plain = format
    .replace(/"[^"]*"|\\.|[_*]./g, '')
    .split(';')[0]!
    .toLowerCase();
  if (/\[(?:h+|m+|s+)\]/.test(plain)) return 'duration';
  const letters = plain
    .replace(/\[[^\]]*\]/g, '')
    .replace(/general|am\/pm|a\/p|e[+-]/g, (word) => (word.includes('/') ? 'h' : ''));
  if (/[yd]|ge/.test(letters)) return 'date';
  if (/[hs]/.test(letters)) return 'time';
  if (letters.includes('m')) return 'date';
  return letters.includes('%') ? 'percent' : 'number';
}
