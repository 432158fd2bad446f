/** An example dataset, as listed in `examples.json`. */
export interface Example {
  file: string;
  name: string;
  question: string;
  target: string;
  rows: number;
  source: string;
  license: string;
  /** Drawn from its own rows. */
  thumbnail: Thumbnail;
  /** Set if the rows are in time order. */
  order?: 'time';
}

/** Marks between 0 and 1: [x, y, group] for dots, [length, y, group] for lines, [x, y, darkness] for pixels. */
export interface Thumbnail {
  kind: 'dots' | 'lines' | 'pixels';
  marks: [number, number, number][];
}

/** @returns the file of an example. */
export async function readExample(file: string): Promise<Blob> {
  const response = await fetch(`/examples/${encodeURIComponent(file)}`);
  if (!response.ok) throw new Error(`${file}: ${response.status}`);
  return response.blob();
}

/** @returns the examples in a list, without invalid ones. */
export function parseExamples(value: unknown): Example[] {
  return Array.isArray(value) ? value.filter(isExample) : [];
}

function isExample(value: unknown): value is Example {
  if (typeof value !== 'object' || value === null) return false;
  const texts = ['file', 'name', 'question', 'target', 'source', 'license'];
  return (
    texts.every((name) => typeof Reflect.get(value, name) === 'string') &&
    typeof Reflect.get(value, 'rows') === 'number' &&
    isThumbnail(Reflect.get(value, 'thumbnail')) &&
    [undefined, 'time'].includes(Reflect.get(value, 'order'))
  );
}

function isThumbnail(value: unknown): value is Thumbnail {
  if (typeof value !== 'object' || value === null) return false;
  const marks: unknown = Reflect.get(value, 'marks');
  return (
    ['dots', 'lines', 'pixels'].includes(String(Reflect.get(value, 'kind'))) &&
    Array.isArray(marks) &&
    marks.every((mark) => Array.isArray(mark) && mark.length === 3 && mark.every((at) => typeof at === 'number'))
  );
}
