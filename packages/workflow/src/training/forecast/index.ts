export { rowsOfHistory, type History } from './history.ts';
export { farLags, lagsOf, type Lag } from './lags.ts';
export { latestRows, lookAhead, lookAheadOf, type LookAhead } from './look-ahead.ts';
export { originRows, originTimes, type Origin, type Sources } from './origin-rows.ts';
export { Past } from './past.ts';
export { firstDates, readSeries, type ReadSeries, type Series } from './read-series.ts';
export { likelySeasons, stepWords, timeAfter } from './time-step.ts';
