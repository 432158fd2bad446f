import { labelAt, type Column, type TextColumn } from './table.ts';
import { TextBuilder } from './text-builder.ts';

/** @returns the column as text; images become empty. */
export function asText(column: Column, rows: number): TextColumn {
  if (column.kind === 'text') return column;
  const builder = new TextBuilder(column.name);
  for (let row = 0; row < rows; row++) builder.push(labelAt(column, row) ?? '');
  return builder.finish();
}
