/** How a spreadsheet tells that a cell is to be computed; it takes wide letters for the narrow ones. */
const FORMULA = /^[=+\-@＝＋－＠\t\r\n]/;
/** Where another begins for one that separates by something else than the comma, and minds no quotes within a cell. */
const INNER = /(?<=[;|\t\r\n])(?=[=+\-@＝＋－＠])/g;

/**
 * Text of the person's own as a cell of a CSV: what a spreadsheet would compute gets an apostrophe ahead, by which it is
 * shown as text. Numbers stay numbers.
 *
 * @see https://owasp.org/www-community/attacks/CSV_Injection
 */
export function csvCell(text: string): string {
  const harmless = text.replaceAll(INNER, "'");
  return FORMULA.test(text) && !Number.isFinite(Number(text)) ? `'${harmless}` : harmless;
}
