import { constants } from 'node:os';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
type Signal = (typeof SIGNALS)[number];

let goOn: (() => string) | null = null;

/** Sets what is said when the command is interrupted: how to go on. */
export function onInterrupt(words: (() => string) | null): void {
  goOn = words;
}

/** @returns the exit code of a command that a signal ended: 130 for Ctrl-C. */
export function exitOfSignal(signal: NodeJS.Signals): number {
  return 128 + constants.signals[signal];
}

/** Ends this process on signals: says how to go on, and runs the exit handlers, which end the processes started here. */
export function endOnSignals(): void {
  for (const signal of SIGNALS) {
    process.on(signal, () => {
      const words = goOn?.() ?? null;
      // Behind the progress line and the terminal's ^C.
      if (words !== null) process.stderr.write(`${process.stderr.isTTY ? '\r\u001b[2K' : ''}${words}\n`);
      process.exit(exitOfSignal(signal));
    });
  }
}

/** Resolves with the first signal, in place of ending this process. A second one ends it. */
export function firstSignal(): Promise<Signal> {
  return new Promise((resolve) => {
    for (const signal of SIGNALS) {
      process.removeAllListeners(signal);
      process.once(signal, () => {
        endOnSignals();
        resolve(signal);
      });
    }
  });
}
