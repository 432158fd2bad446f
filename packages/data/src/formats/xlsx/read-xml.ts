import { damagedWorkbook, unsupportedWorkbook } from './workbook-errors.ts';

/** What is told of an XML file, in its order. Names come without the prefix of their namespace. */
export interface XmlHandler {
  open(name: string, attributes: string): void;
  close(name: string): void;
  /** A piece of a text, perhaps not all of it. */
  text(text: string): void;
}

const MOST_TAG_LETTERS = 1_000_000;
/** Longest entity that is looked for: &#x10FFFF; */
const MOST_ENTITY_LETTERS = 12;
const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const [QUOTE, APOSTROPHE, GREATER] = [34, 39, 62];

/**
 * Reads XML as it comes, and keeps none of it. Declarations of types are refused, so that no entity but the five of XML is known.
 *
 * @throws {StepwellError} `corrupt_archive` or `unsupported_archive`.
 */
export function readXml(chunks: Iterable<Uint8Array>, handler: XmlHandler): void {
  const decoder = new TextDecoder();
  const reader = new XmlReader(handler);
  for (const chunk of chunks) reader.feed(decoder.decode(chunk, { stream: true }), false);
  reader.feed(decoder.decode(), true);
}

/** @returns an attribute's value; null without it. Its prefix does not count. */
export function attribute(attributes: string, name: string): string | null {
  let pattern = PATTERNS.get(name);
  if (pattern === undefined) {
    pattern = new RegExp(`(?:^|\\s)(?:[\\w.-]+:)?${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`);
    PATTERNS.set(name, pattern);
  }
  const match = pattern.exec(attributes);
  return match === null ? null : unescape(match[1] ?? match[2]!);
}
const PATTERNS = new Map<string, RegExp>();

class XmlReader {
  readonly #handler: XmlHandler;
  #rest = '';

  constructor(handler: XmlHandler) {
    this.#handler = handler;
  }

  feed(piece: string, isLast: boolean): void {
    const text = this.#rest + piece;
    let at = 0;
    while (at < text.length) {
      if (text.charCodeAt(at) !== 60) {
        const next = text.indexOf('<', at);
        let end = next < 0 ? text.length : next;
        if (next < 0 && !isLast) {
          const entity = text.lastIndexOf('&');
          if (entity >= at && text.length - entity < MOST_ENTITY_LETTERS && !text.includes(';', entity)) end = entity;
        }
        if (end > at) this.#handler.text(unescape(text.slice(at, end)));
        at = end;
        if (next < 0) break;
      }
      const end = this.#markup(text, at);
      if (end < 0) break;
      at = end;
    }
    this.#rest = text.slice(at);
    if (this.#rest.length > MOST_TAG_LETTERS || (isLast && this.#rest !== ''))
      throw damagedWorkbook('its XML ends early');
  }

  /** @returns where the markup ends; -1 if that hasn't come yet. */
  #markup(text: string, at: number): number {
    if (text.startsWith('<!--', at)) return after(text, '-->', at);
    if (text.startsWith('<?', at)) return after(text, '?>', at);
    if (text.startsWith('<![CDATA[', at)) {
      const end = after(text, ']]>', at);
      if (end >= 0) this.#handler.text(text.slice(at + 9, end - 3));
      return end;
    }
    // The longest of these beginnings.
    if (text.length - at < 9 && !text.includes('>', at)) return -1;
    if (text.startsWith('<!', at))
      throw unsupportedWorkbook('declares types of its own (DTD)', 'Save it again in Excel.');
    const end = tagEnd(text, at);
    if (end < 0) return -1;
    this.#tag(text, at + 1, end);
    return end + 1;
  }

  #tag(text: string, from: number, end: number): void {
    if (text.charCodeAt(from) === 47) {
      this.#handler.close(localName(text.slice(from + 1, end).trim()));
      return;
    }
    const isEmpty = text.charCodeAt(end - 1) === 47;
    const to = isEmpty ? end - 1 : end;
    let nameEnd = from;
    while (nameEnd < to && text.charCodeAt(nameEnd) > 32) nameEnd++;
    const name = localName(text.slice(from, nameEnd));
    this.#handler.open(name, text.slice(nameEnd, to));
    if (isEmpty) this.#handler.close(name);
  }
}

/** A tag ends with the first > outside of quotes. */
function tagEnd(text: string, at: number): number {
  let quote = 0;
  for (let i = at; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (quote !== 0) {
      if (code === quote) quote = 0;
    } else if (code === GREATER) return i;
    else if (code === QUOTE || code === APOSTROPHE) quote = code;
  }
  return -1;
}

function after(text: string, end: string, at: number): number {
  const found = text.indexOf(end, at);
  return found < 0 ? -1 : found + end.length;
}

function localName(name: string): string {
  const colon = name.indexOf(':');
  return colon < 0 ? name : name.slice(colon + 1);
}

function unescape(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(#x[0-9a-fA-F]{1,6}|#\d{1,7}|\w+);/g, (whole, name: string) => {
    if (!name.startsWith('#')) return ENTITIES[name] ?? whole;
    const code = name[1] === 'x' ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
