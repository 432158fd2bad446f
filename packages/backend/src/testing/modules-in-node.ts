import { compileModules } from '../node.ts';
import type { BackendModules } from '../start.ts';

/** @returns the modules as Node gets them. */
export function loadModules(): Promise<BackendModules> {
  return compileModules();
}
