/** How a spreadsheet tells that a cell is to be computed. */
const FORMULA = /^[=+\-@\t\r]/;

/**
 * Text of the person's own as a cell of a CSV: what a spreadsheet would compute gets an apostrophe ahead, by which it is
 * shown as text. Numbers stay numbers.
 *
 * @see https://owasp.org/www-community/attacks/CSV_Injection
 */
export function csvCell(text: string): string {
  return FORMULA.test(text) && !Number.isFinite(Number(text)) ? `'${text}` : text;
}
