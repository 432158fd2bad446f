/** A shipped set, as `examples.json` lists it. */
export interface Example {
  file: string;
  name: string;
  question: string;
  target: string;
  rows: number;
  source: string;
  licence: string;
  /** Where a quick run takes minutes, not seconds. */
  slow?: true;
  /** Where the rows follow each other in time. */
  order?: 'time';
}

/** @returns the shipped sets. @throws when the list is not there or not a list. */
export async function readExamples(): Promise<Example[]> {
  const response = await fetch('/examples/examples.json');
  if (!response.ok) throw new Error(`examples.json: ${response.status}`);
  return parseExamples(await response.json());
}

/** @returns a shipped set's file. */
export async function readExample(file: string): Promise<Blob> {
  const response = await fetch(`/examples/${encodeURIComponent(file)}`);
  if (!response.ok) throw new Error(`${file}: ${response.status}`);
  return response.blob();
}

/** @returns the sets in a list; what does not fit is left out. */
export function parseExamples(value: unknown): Example[] {
  return Array.isArray(value) ? value.filter(isExample) : [];
}

function isExample(value: unknown): value is Example {
  if (typeof value !== 'object' || value === null) return false;
  const texts = ['file', 'name', 'question', 'target', 'source', 'licence'];
  return (
    texts.every((name) => typeof Reflect.get(value, name) === 'string') &&
    typeof Reflect.get(value, 'rows') === 'number' &&
    [undefined, true].includes(Reflect.get(value, 'slow')) &&
    [undefined, 'time'].includes(Reflect.get(value, 'order'))
  );
}
