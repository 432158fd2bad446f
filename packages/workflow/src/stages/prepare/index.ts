export { checkWidth } from './check-width.ts';
export { prepare } from './prepare.ts';
export { codeColumns } from './code-columns.ts';
