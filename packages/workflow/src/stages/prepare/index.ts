export { checkWidth } from './check-width.ts';
export { prepare } from './prepare.ts';
