/** The settings of a configuration that a search varies, in the order in which they are listed. */
export const SETTINGS = [
  'units',
  'layers',
  'dropout',
  'l1',
  'l2',
  'learningRate',
  'batchSize',
  'optimizer',
  'features',
  'numbers',
  'loss',
  'levels',
  'categories',
  'branch',
] as const;

/** A setting that a search varies. */
export type SettingName = (typeof SETTINGS)[number];
