import { sha256Of } from '@stepwell/base/format';

/** How a file was asked to be read, as parameters of the upload. */
export interface AskedReading {
  part?: string | undefined;
  /** Share of the rows. */
  sample?: number | undefined;
  /** Options of `readOptions`, each as text. */
  options?: Readonly<Record<string, string | number | boolean | undefined>>;
}

/**
 * Computes a dataset's id: the sha256 of the file, or, where it was read in a way that was asked for, the sha256 of the text
 * "SHA256#PART#sample=SHARE#OPTION=VALUE…" in hexadecimal, without what wasn't asked for, options in alphabetical order.
 *
 * @param sha256 of the file's bytes, in hexadecimal.
 */
export async function datasetId(sha256: string, { part, sample, options = {} }: AskedReading): Promise<string> {
  const asked = Object.entries(options).filter(([, value]) => value !== undefined);
  const wanted = [
    ...(part === undefined ? [] : [part]),
    ...(sample === undefined ? [] : [`sample=${sample}`]),
    ...asked.map(([name, value]) => `${name}=${String(value)}`).sort(),
  ];
  return wanted.length === 0 ? sha256 : sha256Of([sha256, ...wanted].join('#'));
}

/** What a report shows of a dataset's id: the sha256 of it, so that the file itself is needed to use the dataset. */
export function shownDatasetId(id: string): Promise<string> {
  return sha256Of(id);
}
