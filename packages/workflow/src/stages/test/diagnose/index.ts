export { diagnose } from './diagnose.ts';
export { diagnostics, type Diagnostics, type NumberDiagnostics } from './diagnostics.ts';
