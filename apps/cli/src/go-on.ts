/** Where a run is, and how to get at its key. */
interface Resumable {
  /** The run's link. */
  link: string;
  /** How the key is written in a command line: the key itself, or what reads it; null if whoever reads this has it. */
  key: string | null;
  /** Whether the service ends with this command. */
  isLocal?: boolean;
  /** Whether the service drives the run. */
  inBackground?: boolean;
}

/** @returns what is said when a command that drives a run is interrupted. */
export function howToGoOn({ link, key, isLocal = false, inBackground = false }: Resumable): string {
  if (inBackground) {
    return isLocal
      ? 'Interrupted. The run goes on under: npx stepwell serve'
      : `The service goes on with the run. Watch it with: stepwell watch ${link}`;
  }
  const drive = `stepwell drive ${link} ${key ?? 'KEY'}`;
  const start = isLocal ? 'start "npx stepwell serve" in another terminal, then ' : '';
  return `Interrupted. What is done is kept. To go on, ${start}run: ${drive}`;
}
