import type { Definition } from '../stages/define/index.ts';
import { whyLeftOut, type BranchColumns, type Gate } from '../stages/gate/index.ts';
import { variantOf, type ColumnPreparation } from '../training/preparation/index.ts';

/** @returns the columns of images or texts, and those beside them; null where there aren't both. */
export function branchesOf(preparation: ColumnPreparation[]): BranchColumns | null {
  const [front, columns] = (['front', 'columns'] as const).map((branch) =>
    variantOf(preparation, branch, null, new Set()).map(({ column }) => column),
  );
  if (front!.length === 0 || columns!.length === 0) return null;
  const isImage = preparation.some(({ steps }) => steps.includes('pixels'));
  return { kind: isImage ? 'image' : 'text', front: front!, columns: columns! };
}

/** A definition and a preparation without the branch that the gate leaves out. */
export function withoutBranch(
  { branches }: Pick<Gate, 'branches'>,
  definition: Definition,
  preparation: ColumnPreparation[],
): { definition: Definition; preparation: ColumnPreparation[] } {
  if (branches === null || branches.leftOut === null) return { definition, preparation };
  const kept = variantOf(preparation, branches.leftOut === 'front' ? 'columns' : 'front', null, new Set());
  const names = new Set(kept.map(({ column }) => column));
  const why = whyLeftOut(branches);
  return {
    preparation: kept,
    definition: {
      ...definition,
      inputs: definition.inputs.filter(({ column }) => names.has(column)),
      leftOut: [
        ...definition.leftOut,
        ...definition.inputs.flatMap(({ column }) => (names.has(column) ? [] : [{ column, why }])),
      ],
    },
  };
}
