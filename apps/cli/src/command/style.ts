import { styleText } from 'node:util';

type Stream = NodeJS.WriteStream;

/** @returns a heading for a stream: bold in a terminal, unless NO_COLOR is set; elsewhere only if FORCE_COLOR is. */
export function heading(text: string, stream: Stream): string {
  return styleText('bold', text, { stream });
}

/** @returns an error's label for a stream, red under the same conditions. */
export function alarm(text: string, stream: Stream): string {
  return styleText(['bold', 'red'], text, { stream });
}

/** @returns less important text for a stream, dimmed under the same conditions. */
export function quiet(text: string, stream: Stream): string {
  return styleText('dim', text, { stream });
}
