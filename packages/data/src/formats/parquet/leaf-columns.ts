import type { FileMetaData, ParquetType, SchemaElement, SchemaTree } from 'hyparquet';
import { parquetSchema } from 'hyparquet/src/metadata.js';
import { damagedParquet } from './parquet-errors.ts';

/** A column of the file: an element of the schema without children. */
export interface Leaf {
  /** Its place among the columns of a row group. */
  place: number;
  /** Names from the outside in. */
  path: string[];
  /** The name by which a person knows it: without what lists add. */
  name: string;
  element: SchemaElement & { type: ParquetType };
  /** How many of the path's elements may be absent, and how many of them repeat. */
  maxDefinition: number;
  maxRepetition: number;
  /** What a struct of `bytes` and `path` is called, whose bytes these are; null for anything else. */
  file: string | null;
  /** Why the column can't be read; null if it can. */
  unreadable: string | null;
}

const PANDAS_INDEX = /^__index_level_\d+__$/;

/** @returns the columns of the file, in their order. @throws {StepwellError} `corrupt_archive`. */
export function leafColumns(metadata: FileMetaData): Leaf[] {
  let root: SchemaTree;
  try {
    root = parquetSchema(metadata);
  } catch (cause) {
    throw damagedParquet('its schema makes no sense', cause);
  }
  if (root.count !== metadata.schema.length || root.children.length === 0)
    throw damagedParquet('its schema makes no sense');
  const leaves: Leaf[] = [];
  for (const child of root.children)
    visit(child, { names: [], definition: 0, repetition: 0, file: null, unreadable: null }, leaves);
  return leaves;
}

/** @returns whether pandas wrote the column only to name the rows. */
export function isPandasIndex({ name }: Leaf): boolean {
  return PANDAS_INDEX.test(name);
}

interface Above {
  names: string[];
  definition: number;
  repetition: number;
  file: string | null;
  unreadable: string | null;
}

function visit(node: SchemaTree, above: Above, leaves: Leaf[], isNamed = true): void {
  const { element, children, path } = node;
  const { repetition_type: repetition, type } = element;
  const here: Above = {
    names: isNamed ? [...above.names, element.name] : above.names,
    definition: above.definition + (repetition === 'REQUIRED' ? 0 : 1),
    repetition: above.repetition + (repetition === 'REPEATED' ? 1 : 0),
    file: isFile(node) ? element.name : null,
    unreadable: element.logical_type?.type === 'VARIANT' ? 'values of changing types' : above.unreadable,
  };
  if (type === undefined) {
    // What a list and a map add to a path: list.element, key_value.
    const [child] = children;
    const wraps = (element.converted_type === 'LIST' || isMap(element)) && children.length === 1 && child !== undefined;
    if (!wraps) for (const each of children) visit(each, here, leaves);
    else if (child.children.length === 0) visit(child, here, leaves, false);
    else {
      const inside = { ...here, definition: here.definition + 1, repetition: here.repetition + 1 };
      const [only] = child.children;
      if (child.element.repetition_type !== 'REPEATED')
        throw damagedParquet('its schema has a list that does not repeat');
      if (child.children.length === 1 && only !== undefined) visit(only, inside, leaves, false);
      else for (const each of child.children) visit(each, inside, leaves);
    }
    return;
  }
  const { names, definition, unreadable } = here;
  leaves.push({
    place: leaves.length,
    path,
    name: names.join('.'),
    element: { ...element, type },
    maxDefinition: definition,
    maxRepetition: here.repetition,
    file: element.name === 'bytes' && above.repetition === 0 ? above.file : null,
    unreadable: unreadable ?? unreadableType(element),
  });
}

/** Hugging Face keeps images and sounds as a struct of their bytes and their path. */
function isFile({ children }: SchemaTree): boolean {
  const names = children.map(({ element }) => element.name).sort();
  return names.join() === 'bytes,path' && children.every(({ element }) => element.type === 'BYTE_ARRAY');
}

function isMap({ converted_type: converted }: SchemaElement): boolean {
  return converted === 'MAP' || converted === 'MAP_KEY_VALUE';
}

function unreadableType({ converted_type: converted, logical_type: logical }: SchemaElement): string | null {
  if (converted === 'INTERVAL') return 'spans of time (INTERVAL)';
  if (converted === 'BSON' || logical?.type === 'BSON') return 'BSON';
  if (logical?.type === 'GEOMETRY' || logical?.type === 'GEOGRAPHY') return 'shapes on a map';
  return null;
}
