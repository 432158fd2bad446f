import type { FileMetaData } from 'hyparquet';
import { z } from 'zod';

const metadata = z.object({
  info: z.object({
    features: z.record(z.string(), z.unknown()),
  }),
});
const classLabel = z.object({ _type: z.literal('ClassLabel'), names: z.array(z.string()).min(1) });

/** @returns the classes' names of the columns whose numbers stand for classes, as Hugging Face notes them in the file. */
export function classNames({ key_value_metadata: pairs }: FileMetaData): Map<string, string[]> {
  const found = new Map<string, string[]>();
  const written = pairs?.find(({ key }) => key === 'huggingface')?.value;
  if (written === undefined) return found;
  let read: unknown;
  try {
    read = JSON.parse(written);
  } catch {
    return found;
  }
  const parsed = metadata.safeParse(read);
  for (const [column, feature] of Object.entries(parsed.data?.info.features ?? {})) {
    const label = classLabel.safeParse(feature);
    if (label.success) found.set(column, label.data.names);
  }
  return found;
}
