/** Text for how a file was read. */
export const readingText = {
  reading: {
    title: 'How the file was read',
    shown: (shown: number, columns: number) =>
      columns > shown ? `The first rows, and ${shown} of ${columns} columns.` : 'The first rows.',
    header: (line: number) => (line === 0 ? 'No header line: the columns are numbered.' : `Header in line ${line}.`),
    delimiter: (delimiter: string) => `Separated by ${DELIMITERS[delimiter] ?? `"${delimiter}"`}.`,
    firstIsData: 'The first line is data',
    firstIsHeader: 'The first line is a header',
    again: 'Reading the file again…',
    aside: {
      cells: (count: number) =>
        `${count} ${count === 1 ? 'row has' : 'rows have'} another number of cells and ${were(count)} left out.`,
      'repeated-header': (count: number) =>
        `The header is repeated ${count} ${count === 1 ? 'time' : 'times'}. Left out.`,
      units: (count: number) => `${lines(count)} below the header fits no column, like units. Left out.`,
      totals: () => 'The last line holds totals. Left out.',
      comment: (count: number) => `${lines(count)} of comments left out.`,
      preamble: (count: number) => `${lines(count)} above the table left out.`,
      footer: (count: number) => `${lines(count)} below the table left out.`,
      unreadable: (count: number) =>
        `${count} ${count === 1 ? 'item' : 'items'} of the file couldn't be read and ${were(count)} left out.`,
    },
    line: (line: number, cell: string) => `line ${line}: ${cell}`,
    misfits: (column: string, misfits: number) =>
      `${misfits} ${misfits === 1 ? 'cell' : 'cells'} of ${column} ${misfits === 1 ? "doesn't" : "don't"} fit and ${misfits === 1 ? 'counts' : 'count'} as missing`,
    missing: (column: string, words: string) => `Missing in ${column}: ${words}`,
    readAs: (column: string) => `Read ${column} as`,
    automatic: (kind: string, format: string) => (format === '' ? kind : `${kind}, ${format}`),
    tap: 'Tap a column to read it another way.',
    change: (column: string) => `Change how ${column} is read`,
    another: 'Read another column differently',
    chooseColumn: 'Choose a column',
    alsoMissing: 'Also missing:',
    way: (way: string) =>
      WAYS[way] ?? (way.startsWith('missing:') ? `${way.slice('missing:'.length)} counts as missing` : way),
    options: {
      title: 'Read the file differently',
      sheet: 'Sheet',
      header: 'Header line',
      headerHint: 'The line number of the header, or "none".',
      delimiter: 'Separator',
      delimiters: {
        comma: 'commas',
        semicolon: 'semicolons',
        tab: 'tabs',
        bar: 'vertical bars',
        space: 'spaces',
        other: 'Other',
      } as Record<string, string>,
      other: 'Other separator',
      otherHint: 'One character.',
      decimal: 'Decimal mark',
      decimals: { '.': 'point', ',': 'comma' } as Record<string, string>,
      encoding: 'Encoding',
      missing: 'Missing values',
      missingHint: 'Words that stand for missing values, separated by commas.',
      comment: 'Comments',
      commentHint: 'How comment lines begin, such as #.',
      again: 'Read the file again',
    },
    skip: 'Read the file without these rows',
  },
} as const;

/** The ways to read a column, in words. */
const WAYS: Record<string, string> = {
  category: 'category',
  'category:exact': 'category, spellings kept apart',
  text: 'text',
  number: 'number',
  'number:decimal-comma': 'number, decimal comma',
  'number:decimal-point': 'number, decimal point',
  date: 'date',
  'date:day-first': 'date, day first',
  'date:month-first': 'date, month first',
  'date:seconds': 'date, seconds since 1970',
  'date:milliseconds': 'date, milliseconds since 1970',
  'date:microseconds': 'date, microseconds since 1970',
  'date:nanoseconds': 'date, nanoseconds since 1970',
  'date:yyyymmdd': 'date, as 20210304',
};

const DELIMITERS: Record<string, string> = {
  ',': 'commas',
  ';': 'semicolons',
  '\t': 'tabs',
  '|': 'vertical bars',
  ' ': 'spaces',
  ':': 'colons',
};

function lines(count: number): string {
  return count === 1 ? '1 line' : `${count} lines`;
}

function were(count: number): string {
  return count === 1 ? 'was' : 'were';
}
