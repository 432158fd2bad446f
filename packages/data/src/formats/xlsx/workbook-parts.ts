import type { UnpackedBudget } from '../../upload/limits.ts';
import { readStyles, type NumberKind } from './cell-styles.ts';
import { unpackPart, type ZipPart } from './open-zip.ts';
import { attribute, readXml } from './read-xml.ts';
import { readSharedStrings } from './shared-strings.ts';

const WORKBOOK = 'xl/workbook.xml';
const RELATIONS = 'xl/_rels/workbook.xml.rels';

/** A sheet of cells. */
export interface Sheet {
  name: string;
  isVisible: boolean;
  part: ZipPart;
}

/** What a workbook says of all its sheets. */
export interface Workbook {
  sheets: Sheet[];
  /** Whether days count from 1904. */
  is1904: boolean;
  strings: string[];
  styles: NumberKind[];
}

/** @returns whether the entries of a zip are those of a workbook, by their names. */
export function isWorkbook(names: readonly string[]): boolean {
  return names.includes(WORKBOOK);
}

/** Reads what is shared by all sheets. Links to other files are not followed. @throws {StepwellError} */
export function readWorkbookParts(parts: ReadonlyMap<string, ZipPart>, budget: UnpackedBudget): Workbook {
  const unpacked = function* (name: string | undefined): Generator<Uint8Array, void> {
    const part = name === undefined ? undefined : parts.get(name);
    if (part !== undefined) yield* unpackPart(part, budget);
  };
  const targets = new Map<string, { path: string; type: string }>();
  readXml(unpacked(RELATIONS), {
    open(name, attributes) {
      const [id, target] = [attribute(attributes, 'Id'), attribute(attributes, 'Target')];
      if (
        name !== 'Relationship' ||
        id === null ||
        target === null ||
        attribute(attributes, 'TargetMode') === 'External'
      )
        return;
      targets.set(id, { path: pathOf(target), type: (attribute(attributes, 'Type') ?? '').replace(/^.*\//, '') });
    },
    close() {},
    text() {},
  });
  const sheets: Sheet[] = [];
  let is1904 = false;
  readXml(unpacked(WORKBOOK), {
    open(name, attributes) {
      if (name === 'workbookPr') is1904 = ['1', 'true'].includes(attribute(attributes, 'date1904') ?? '');
      if (name !== 'sheet') return;
      const target = targets.get(attribute(attributes, 'id') ?? '');
      const part = target?.type === 'worksheet' ? parts.get(target.path) : undefined;
      const isVisible = (attribute(attributes, 'state') ?? 'visible') === 'visible';
      if (part !== undefined) sheets.push({ name: attribute(attributes, 'name') ?? '', isVisible, part });
    },
    close() {},
    text() {},
  });
  const pathTo = (type: string) => [...targets.values()].find((target) => target.type === type)?.path;
  const styles = readStyles(unpacked(pathTo('styles')));
  return { sheets, is1904, styles, strings: readSharedStrings(unpacked(pathTo('sharedStrings'))) };
}

/** @returns the path of a part that the workbook refers to, from the folder `xl` or from the root. */
function pathOf(target: string): string {
  const steps: string[] = [];
  for (const step of (target.startsWith('/') ? target.slice(1) : `xl/${target}`).split('/')) {
    if (step === '..') steps.pop();
    else if (step !== '.' && step !== '') steps.push(step);
  }
  return steps.join('/');
}
