/** The name that a local Worker runs under. */
export const WORKER_NAME = 'stepwell';

/** @returns where the inspector on a port of a local Worker listens. */
export function inspectorUrl(port: number): string {
  return `ws://127.0.0.1:${port}/core:user:${WORKER_NAME}`;
}

/** What the process that runs a Worker is told. */
export interface LocalWorker {
  /** Folder of the bundle. */
  folder: string;
  /** The wrangler file that names the Worker's bindings. */
  config: string;
  /** 0 for one that the system picks. */
  port: number;
  /** Port of the DevTools inspector; none by default. */
  inspectorPort?: number | undefined;
  /** Folder of the R2 and D1 data. */
  persistTo: string;
  /** Variables in addition to the wrangler file's. */
  vars: Record<string, string>;
}
