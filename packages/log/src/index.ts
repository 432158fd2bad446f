export { init, type LogOptions, type Logger } from './logger.ts';
