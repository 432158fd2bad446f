const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** What XML has no place for, and what would turn the direction of the text around it. */
const UNFIT =
  // oxlint-disable-next-line no-control-regex -- these are what is taken out.
  /[\u0000-\u001f\u007f-\u009f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff]|\p{Surrogate}/gu;

/** @returns user text on one line, without control characters. */
export function cleanText(text: string): string {
  return text.normalize('NFC').replaceAll(/\s+/g, keepSpace).replaceAll(UNFIT, '').replaceAll(/ {2,}/g, ' ').trim();
}

/** A space that does not break stays one. */
function keepSpace(space: string): string {
  return space === '\u00a0' || space === '\u202f' ? space : ' ';
}

/** @returns text that stays text inside of an element or a quoted attribute of XML and HTML. */
export function escapeXml(text: string): string {
  return text.replaceAll(UNFIT, '').replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}
