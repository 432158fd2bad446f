/** The stations of the workflow, in order. */
export const STAGES = [
  'define',
  'measure',
  'protocol',
  'prepare',
  'baseline',
  'gate',
  'scale-up',
  'tune',
  'test',
] as const;

/** A station of the workflow. */
export type StageName = (typeof STAGES)[number];
