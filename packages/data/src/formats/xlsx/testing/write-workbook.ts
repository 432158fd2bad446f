import { zipSync, type Zippable } from 'fflate';
import { utf8 } from '../../../testing/archive/files.ts';

/** A workbook from the XML of its parts, as ECMA-376 has it. */
export interface WrittenWorkbook {
  /** By the sheets' names: their rows, `<row>…</row>`. */
  sheets: Record<string, string>;
  /** States of sheets that aren't visible. */
  states?: Record<string, string>;
  strings?: string[];
  /** Numbers of built-in formats, or codes, one for each style behind the first. */
  formats?: (number | string)[];
  is1904?: boolean;
  /** What stands behind a sheet's rows. */
  behind?: string;
  more?: Record<string, string>;
}

const MAIN =
  'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"';
const TYPE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** @returns the bytes of an .xlsx. */
export function writeWorkbook(options: WrittenWorkbook): Uint8Array {
  const { sheets, states = {}, strings = [], formats = [], is1904 = false, behind = '', more = {} } = options;
  const names = Object.keys(sheets);
  const listed = names.map(
    (name, i) => `<sheet name="${name}" sheetId="${i + 1}" state="${states[name] ?? 'visible'}" r:id="rId${i + 1}"/>`,
  );
  const relations = names.map(
    (_, i) => `<Relationship Id="rId${i + 1}" Type="${TYPE}/worksheet" Target="worksheets/sheet${i + 1}.xml"/>`,
  );
  relations.push(`<Relationship Id="s" Type="${TYPE}/sharedStrings" Target="/xl/sharedStrings.xml"/>`);
  relations.push(`<Relationship Id="f" Type="${TYPE}/styles" Target="styles.xml"/>`);
  const codes = formats.map((format, i) =>
    typeof format === 'string' ? `<numFmt numFmtId="${164 + i}" formatCode="${format}"/>` : '',
  );
  const styles = formats.map((format, i) => `<xf numFmtId="${typeof format === 'string' ? 164 + i : format}"/>`);
  const files: Record<string, string> = {
    '[Content_Types].xml': '<Types/>',
    'xl/workbook.xml': `<?xml version="1.0"?><workbook ${MAIN}><workbookPr date1904="${Number(is1904)}"/><sheets>${listed.join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships>${relations.join('')}</Relationships>`,
    'xl/sharedStrings.xml': `<sst>${strings.map((text) => `<si>${text.startsWith('<') ? text : `<t xml:space="preserve">${text}</t>`}</si>`).join('')}</sst>`,
    'xl/styles.xml': `<styleSheet><numFmts>${codes.join('')}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/>${styles.join('')}</cellXfs></styleSheet>`,
    ...Object.fromEntries(
      names.map((name, i) => [
        `xl/worksheets/sheet${i + 1}.xml`,
        `<worksheet ${MAIN}><sheetData>${sheets[name]}</sheetData>${behind}</worksheet>`,
      ]),
    ),
    ...more,
  };
  const zip: Zippable = Object.fromEntries(Object.entries(files).map(([path, text]) => [path, utf8(text)]));
  return zipSync(zip);
}

/** @returns a row of cells: texts inline, numbers as they are, XML where it begins with <. */
export function row(number: number, ...cells: (string | number)[]): string {
  const xml = cells.map((cell, i) => {
    if (typeof cell === 'number') return `<c r="${String.fromCharCode(65 + i)}${number}"><v>${cell}</v></c>`;
    if (cell.startsWith('<') || cell === '') return cell;
    return `<c r="${String.fromCharCode(65 + i)}${number}" t="inlineStr"><is><t>${cell}</t></is></c>`;
  });
  return `<row r="${number}">${xml.join('')}</row>`;
}
