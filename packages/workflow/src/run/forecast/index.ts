export { deriveForecast, type Derived, type Forecasting } from './derive-forecast.ts';
export { latestRows, lookAhead, lookAheadOf, type LookAhead } from './look-ahead.ts';
export { sealOrigins } from './seal-origins.ts';
