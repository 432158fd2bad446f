/** The fields of `Plan` and `Layer` in assembly/dense/plan.ts, in their order: four bytes each. */
export const PLAN_FIELDS = [
  'layers',
  'layer',
  'inputs',
  'outputs',
  'capacity',
  'loss',
  'codes',
  'idBytes',
  'x',
  'start',
  'y',
  'optimizer',
  'key',
  'batch',
  'target',
  'rowLoss',
  'delta',
  'otherDelta',
  'scratch',
  'nonzeros',
  'listed',
] as const;
export const LAYER_FIELDS = [
  'kind',
  'inputs',
  'units',
  'activation',
  'kernel',
  'bias',
  'kernelGradient',
  'biasGradient',
  'kernelSlot0',
  'kernelSlot1',
  'biasSlot0',
  'biasSlot1',
  'l1',
  'l2',
  'output',
  'mask',
  'rate',
  'index',
] as const;
const FLOAT_FIELDS: ReadonlySet<string> = new Set(['l1', 'l2', 'rate']);

export type PlanField = (typeof PLAN_FIELDS)[number];
export type LayerField = (typeof LAYER_FIELDS)[number];

/** Writes fields as the assembly reads them. Those that `values` leaves out are zeros. */
export function writeFields<Field extends string>(
  buffer: ArrayBuffer,
  at: number,
  fields: readonly Field[],
  values: Partial<Record<Field, number>>,
): void {
  const view = new DataView(buffer);
  fields.forEach((field, i) => {
    const value = values[field] ?? 0;
    if (FLOAT_FIELDS.has(field)) view.setFloat32(at + 4 * i, value, true);
    else view.setUint32(at + 4 * i, value, true);
  });
}
