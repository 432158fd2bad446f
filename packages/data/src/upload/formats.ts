/** A file format that uploads can have. */
export interface Format {
  /** Its short name: `format` in answers. */
  name: string;
  /** What a person calls it. */
  title: string;
  /** Usual endings of such files, in lower case. */
  endings: readonly string[];
  /** Media types under which they are sent. */
  types: readonly string[];
  /** Whether it is compressed or binary, for which the smaller limit holds. */
  isPacked: boolean;
  /** Whether it holds one table; a zip can hold such files. */
  isTable: boolean;
}

/** Every format that is read: the service, the command line, the dashboard and the documentation take it from here. */
export const FORMATS: readonly Format[] = [
  {
    name: 'csv',
    title: 'CSV, TSV and other delimited text',
    endings: ['.csv', '.tsv', '.tab', '.txt', '.data', '.dat'],
    types: ['text/csv', 'text/tab-separated-values', 'text/plain', 'application/csv', 'application/vnd.ms-excel'],
    isPacked: false,
    isTable: true,
  },
  {
    name: 'jsonl',
    title: 'JSON lines, arrays of objects, and objects of arrays',
    endings: ['.jsonl', '.ndjson', '.json'],
    types: ['application/json', 'application/jsonl', 'application/x-ndjson', 'application/x-jsonlines'],
    isPacked: false,
    isTable: true,
  },
  {
    name: 'arff',
    title: 'ARFF of Weka and OpenML',
    endings: ['.arff'],
    types: ['text/x-arff'],
    isPacked: false,
    isTable: true,
  },
  {
    name: 'svmlight',
    title: 'svmlight and libsvm',
    endings: ['.svm', '.svmlight', '.libsvm'],
    types: ['text/x-svmlight'],
    isPacked: false,
    isTable: true,
  },
  {
    name: 'parquet',
    title: 'Parquet',
    endings: ['.parquet', '.pq'],
    types: ['application/vnd.apache.parquet', 'application/x-parquet'],
    isPacked: true,
    isTable: true,
  },
  {
    name: 'xlsx',
    title: 'Excel workbooks (.xlsx)',
    endings: ['.xlsx', '.xlsm'],
    types: ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
    isPacked: true,
    isTable: true,
  },
  {
    name: 'npz',
    title: 'NumPy archives (.npz)',
    endings: ['.npz'],
    types: ['application/x-npz'],
    isPacked: true,
    isTable: false,
  },
  {
    name: 'npy',
    title: 'a NumPy array (.npy)',
    endings: ['.npy'],
    types: ['application/octet-stream'],
    isPacked: true,
    isTable: false,
  },
  {
    name: 'idx',
    title: 'IDX images and labels (MNIST), in a zip',
    endings: ['.zip'],
    types: ['application/zip', 'application/x-zip-compressed'],
    isPacked: true,
    isTable: false,
  },
  {
    name: 'images',
    title: 'PNG and JPEG images in class folders, or with a table that names them, in a zip',
    endings: ['.zip'],
    types: ['application/zip', 'application/x-zip-compressed'],
    isPacked: true,
    isTable: false,
  },
];

/** Media types of compressed files, which can hold any of the formats. */
export const COMPRESSED_TYPES = [
  'application/gzip',
  'application/x-gzip',
  'application/zip',
  'application/x-zip-compressed',
] as const;

/** Every media type of an upload. */
export const UPLOAD_TYPES: ReadonlySet<string> = new Set([
  ...FORMATS.flatMap(({ types }) => types),
  ...COMPRESSED_TYPES,
  'application/octet-stream',
]);

/** @returns the media type to send a file under, by its name. */
export function typeOfFile(name: string): string {
  const lower = name.toLowerCase();
  if (lower.endsWith('.gz')) return 'application/gzip';
  const format = FORMATS.find(({ endings }) => endings.some((ending) => lower.endsWith(ending)));
  return format?.types[0] ?? 'text/csv';
}
