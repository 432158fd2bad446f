/** Start of a formula in a spreadsheet, including full-width characters. */
const FORMULA = /^[=+\-@＝＋－＠\t\r\n]/;
/** Start of a formula within a cell, for spreadsheets that use another delimiter and ignore quotes. */
const INNER = /(?<=[;|\t\r\n])(?=[=+\-@＝＋－＠])/g;

/**
 * Escapes a user's text for a CSV cell: formulas get an apostrophe in front, so spreadsheets show them as text. Numbers
 * stay numbers.
 *
 * @see https://owasp.org/www-community/attacks/CSV_Injection
 */
export function csvCell(text: string): string {
  const harmless = text.replaceAll(INNER, "'");
  return FORMULA.test(text) && !Number.isFinite(Number(text)) ? `'${harmless}` : harmless;
}
