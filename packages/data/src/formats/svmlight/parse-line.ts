/** A line of svmlight, read. */
export interface SvmlightLine {
  /** As it is written; of several, the labels between vertical bars. */
  label: string;
  qid: string | null;
  /** Numbers of the features that aren't 0, ascending. */
  indices: number[];
  values: number[];
}

const NUMBER = /^[+-]?(?:(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|inf(?:inity)?|nan)$/i;
const INDEX = /^\d{1,9}$/;
const QID = /^qid:(-?\d{1,18})$/;

/**
 * Reads `label qid:3 1:0.5 7:2 # comment`, the label and the query's number each perhaps absent.
 *
 * @returns null for a line that holds nothing but a comment; what is wrong, as a sentence's end, for one that can't be read.
 */
export function parseLine(line: string): SvmlightLine | string | null {
  const comment = line.indexOf('#');
  const text = comment < 0 ? line : line.slice(0, comment);
  const tokens = text.trim().split(/\s+/);
  if (tokens[0] === '') return null;
  const hasLabel = !tokens[0]!.includes(':');
  const labels = hasLabel ? tokens[0]!.split(',') : [];
  if (!labels.every((label) => NUMBER.test(label))) return `its label "${tokens[0]!.slice(0, 40)}" is no number`;
  const label = labels.map((one) => (one.startsWith('+') ? one.slice(1) : one)).join('|');
  const found: SvmlightLine = { label, qid: null, indices: [], values: [] };
  let before = -1;
  for (const token of hasLabel ? tokens.slice(1) : tokens) {
    const query = QID.exec(token);
    if (query !== null && found.qid === null && before < 0) {
      found.qid = query[1]!;
      continue;
    }
    const colon = token.indexOf(':');
    const [index, value] = [token.slice(0, colon), token.slice(colon + 1)];
    if (colon < 0 || !INDEX.test(index) || !NUMBER.test(value))
      return `"${token.slice(0, 40)}" isn't a feature's number, a colon and its value`;
    if (Number(index) <= before) return `feature ${index} stands behind feature ${before}, but they must ascend`;
    before = Number(index);
    found.indices.push(before);
    found.values.push(numberOf(value));
  }
  return found;
}

/** A number, infinities too; NaN for a missing one. */
function numberOf(text: string): number {
  if (!/[in]/i.test(text)) return Number(text);
  return /nan/i.test(text) ? Number.NaN : text.startsWith('-') ? -Infinity : Infinity;
}
