import type uPlot from 'uplot';

/** A logarithmic axis of values, with a little room at both ends. */
export const LOGARITHMIC: uPlot.Scale = {
  // oxlint-disable-next-line typescript/no-unsafe-enum-assignment -- uPlot's enum is a type only; 3 is its logarithm.
  distr: 3,
  range: (_plot, min, max) => [min * 0.92, Math.max(max * 1.08, min * 1.1)],
};
