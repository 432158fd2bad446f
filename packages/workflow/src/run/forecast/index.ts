export { deriveForecast, type Derived, type Forecasting } from './derive-forecast.ts';
export { sealOrigins } from './seal-origins.ts';
