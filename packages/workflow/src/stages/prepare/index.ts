export { checkWidth, hasRoomFor } from './check-width.ts';
export { isTargetSettled, prepare } from './prepare.ts';
export { codeColumns } from './code-columns.ts';
