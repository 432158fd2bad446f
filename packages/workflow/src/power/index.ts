export { batchSizeFor, concludePower, planPower, power, powerVerdict, type Power } from './power.ts';
