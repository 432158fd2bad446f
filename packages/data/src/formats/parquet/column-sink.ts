import { ColumnBuilder } from '../../table/column-builder.ts';
import type { ReadColumn } from '../../table/read-column.ts';
import type { UploadLimits } from '../../upload/limits.ts';
import type { Cell } from './cell-of.ts';
import { ImageSink, isImage } from './image-sink.ts';
import type { ColumnSink } from './sink.ts';

/** Cells that are texts or numbers. */
export class BuilderSink implements ColumnSink {
  readonly leftOut = null;
  readonly #builder: ColumnBuilder;
  readonly #decimals: number;

  /** @param as `names` if its texts are names, whatever they look like. */
  constructor(name: string, decimals: number, as: 'anything' | 'names' = 'anything') {
    this.#builder = new ColumnBuilder(name, as);
    this.#decimals = decimals;
  }

  get bytes(): number {
    return this.#builder.bytes;
  }

  push(cell: Cell | null): void {
    if (typeof cell === 'number') this.#builder.pushNumber(cell, this.#decimals);
    else this.#builder.push(typeof cell === 'string' ? cell : '');
  }

  finish(): ReadColumn {
    return this.#builder.finish();
  }
}

/**
 * Cells that are bytes, of which the file doesn't say what they are: images if the first is one, else texts, as old writers
 * keep them. Where they are neither, the column is left out.
 */
export class BytesSink implements ColumnSink {
  leftOut: string | null = null;
  readonly #name: string;
  readonly #limits: UploadLimits;
  readonly #decoder = new TextDecoder('utf-8', { fatal: true });
  #sink: ColumnSink | null = null;
  #missing = 0;

  constructor(name: string, limits: UploadLimits) {
    this.#name = name;
    this.#limits = limits;
  }

  get bytes(): number {
    return this.#sink?.bytes ?? 0;
  }

  get lacking(): readonly number[] {
    return this.#sink?.lacking ?? [];
  }

  push(cell: Cell | null): Promise<void> | void {
    if (this.leftOut !== null) return;
    if (!(cell instanceof Uint8Array)) {
      if (this.#sink === null) this.#missing++;
      return this.#sink?.push(null);
    }
    this.#sink ??= this.#begin(cell);
    if (this.#sink instanceof ImageSink) return this.#sink.push(cell);
    try {
      const text = this.#decoder.decode(cell);
      if (text.includes('\0')) this.#leaveOut();
      else return this.#sink.push(text);
    } catch {
      this.#leaveOut();
    }
  }

  finish(): ReadColumn | null {
    if (this.leftOut !== null) return null;
    return (this.#sink ?? this.#begin(new Uint8Array(0))).finish();
  }

  #begin(first: Uint8Array): ColumnSink {
    const sink = isImage(first) ? new ImageSink(this.#name, this.#limits) : new BuilderSink(this.#name, 0);
    for (; this.#missing > 0; this.#missing--) void sink.push(null);
    return sink;
  }

  #leaveOut(): void {
    this.leftOut = 'bytes that are neither texts nor images in PNG or JPEG';
    this.#sink = null;
  }
}
