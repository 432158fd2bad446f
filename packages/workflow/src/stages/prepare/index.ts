export { checkWidth } from './check-width.ts';
export { isTargetSettled, prepare } from './prepare.ts';
export { codeColumns } from './code-columns.ts';
