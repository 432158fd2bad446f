import type { CategoricalColumn } from '../../table/index.ts';
import { ClassNames } from '../../upload/class-names.ts';

/**
 * Takes columns that say a class each for one column of classes.
 *
 * @param columns [columns] of [rows].
 * @returns the column `label` of the classes' numbers; null unless each row has exactly one 1 and otherwise zeros.
 */
export function oneHotClasses(columns: readonly Float64Array[]): CategoricalColumn | null {
  const [first] = columns;
  if (first === undefined || columns.length < 2) return null;
  const classes = new ClassNames();
  for (let row = 0; row < first.length; row++) {
    let found = -1;
    for (let i = 0; i < columns.length; i++) {
      const value = columns[i]![row]!;
      if (value === 0) continue;
      if (value !== 1 || found >= 0) return null;
      found = i;
    }
    if (found < 0) return null;
    classes.push(String(found));
  }
  return classes.finish();
}
