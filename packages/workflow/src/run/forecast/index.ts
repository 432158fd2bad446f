export { deriveForecast, type Derived } from './derive-forecast.ts';
export { sealOrigins } from './seal-origins.ts';
