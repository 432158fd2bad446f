import { viewOf } from '../../../bytes/view-of.ts';
import { buildFrom, calledFor, named } from './calls.ts';
import { OP } from './opcodes.ts';
import { PickleStack } from './pickle-stack.ts';
import { MOST_STRING_BYTES, readLine, readSigned, readString } from './operands.ts';
import { pickleRefused } from './refused.ts';
import type { TextSink } from './text-sink.ts';
import { isKind, type PickledList, type PickledValue } from './values.ts';

/** Bytes of an operation at most: a name of two lines. */
export const MOST_OPERATION_BYTES = 2 * MOST_STRING_BYTES + 16;
const MOST_PROTOCOL = 5;

/**
 * Reads the pickle of an array of lists of whole numbers. It knows integers, lists, tuples, the memo, and numpy's names
 * as words; it makes nothing, calls nothing and looks nothing up. Whatever else a pickle holds is refused.
 */
export class PickleMachine {
  readonly #name: string;
  readonly #sink: TextSink;
  readonly #stack: PickleStack;
  #isStopped = false;

  /**
   * @param name what the array is called.
   * @param mostLists how many lists may be made.
   */
  constructor(name: string, sink: TextSink, mostLists: number) {
    this.#name = name;
    this.#sink = sink;
    this.#stack = new PickleStack(name, mostLists);
  }

  /** Whether the end of the pickle was reached. */
  get isStopped(): boolean {
    return this.#isStopped;
  }

  /**
   * Does the operations that begin before `end`, up to the last of the pickle.
   *
   * @param bytes with `MOST_OPERATION_BYTES` after `end`.
   * @returns where the next one begins.
   * @throws {StepwellError} `pickle_refused`.
   */
  run(bytes: Uint8Array, end: number): number {
    const view = viewOf(bytes);
    let at = 0;
    while (at < end && !this.#isStopped) at = this.#step(bytes, view, at);
    return at;
  }

  /** @returns the array. @throws {StepwellError} `pickle_refused` for anything else. */
  result(): { shape: number[]; rows: number[] } {
    const value = this.#stack.pop();
    if (!isKind(value, 'array') || value.list === null) throw pickleRefused(this.#name, 'it is no array of them');
    return { shape: value.shape, rows: value.list.rows ?? [] };
  }

  #step(bytes: Uint8Array, view: DataView, at: number): number {
    const stack = this.#stack;
    const next = at + 1;
    switch (bytes[at]) {
      case OP.binInt1:
        stack.push(view.getUint8(next));
        return next + 1;
      case OP.binInt2:
        stack.push(view.getUint16(next, true));
        return next + 2;
      case OP.binInt:
        stack.push(view.getInt32(next, true));
        return next + 4;
      case OP.long1: {
        const length = bytes[next]!;
        if (length > 4) throw pickleRefused(this.#name, 'a number of it is larger than 32 bits');
        stack.push(readSigned(bytes.subarray(next + 1, next + 1 + length)));
        return next + 1 + length;
      }
      case OP.emptyList:
        stack.pushList();
        return next;
      case OP.mark:
        stack.pushMark();
        return next;
      case OP.append:
        this.#append([stack.pop()], stack.top());
        return next;
      case OP.appends:
        this.#append(stack.popToMark(), stack.top());
        return next;
      case OP.memoize:
        stack.memoize();
        return next;
      case OP.binPut:
        stack.put(bytes[next]!);
        return next + 1;
      case OP.longBinPut:
        stack.put(view.getUint32(next, true));
        return next + 4;
      case OP.binGet:
        stack.get(bytes[next]!);
        return next + 1;
      case OP.longBinGet:
        stack.get(view.getUint32(next, true));
        return next + 4;
      case OP.proto:
        if (bytes[next]! > MOST_PROTOCOL) throw pickleRefused(this.#name, `its protocol is ${bytes[next]}`);
        return next + 1;
      case OP.frame:
        return next + 8;
      case OP.stop:
        this.#isStopped = true;
        return next;
      default:
        return this.#frameOfArray(bytes, view, at);
    }
  }

  /** What comes once for the array, not for each number. */
  #frameOfArray(bytes: Uint8Array, view: DataView, at: number): number {
    const stack = this.#stack;
    const next = at + 1;
    switch (bytes[at]) {
      case OP.none:
        stack.push(null);
        return next;
      case OP.newTrue:
      case OP.newFalse:
        stack.push(bytes[at] === OP.newTrue);
        return next;
      case OP.emptyTuple:
        stack.push({ kind: 'tuple', items: [] });
        return next;
      case OP.tuple:
        stack.push({ kind: 'tuple', items: stack.popToMark() });
        return next;
      case OP.tuple1:
      case OP.tuple2:
      case OP.tuple3:
        stack.push({ kind: 'tuple', items: stack.popMany(bytes[at] - OP.tuple1 + 1) });
        return next;
      case OP.shortBinUnicode:
      case OP.shortBinString:
      case OP.shortBinBytes:
        stack.push(readString(bytes, next + 1, bytes[next]!, this.#name));
        return next + 1 + bytes[next]!;
      case OP.binUnicode:
      case OP.binString:
      case OP.binBytes:
        stack.push(readString(bytes, next + 4, view.getUint32(next, true), this.#name));
        return next + 4 + view.getUint32(next, true);
      case OP.global: {
        const [module, end] = readLine(bytes, next, this.#name);
        const [name, after] = readLine(bytes, end, this.#name);
        stack.push(named(module, name, this.#name));
        return after;
      }
      case OP.stackGlobal: {
        const [module, name] = stack.popMany(2);
        stack.push(named(module, name, this.#name));
        return next;
      }
      case OP.reduce: {
        const [name, argument] = stack.popMany(2);
        const called = calledFor(name, argument);
        if (called === null) throw pickleRefused(this.#name, 'it calls for something else');
        stack.push(called);
        return next;
      }
      case OP.build: {
        const state = stack.pop();
        if (!buildFrom(stack.top(), state)) throw pickleRefused(this.#name, 'it describes something else');
        return next;
      }
      default:
        throw pickleRefused(this.#name, 'it holds something else');
    }
  }

  #append(items: PickledValue[], list: PickledValue | undefined): void {
    if (!isKind(list, 'list')) throw pickleRefused(this.#name, 'it adds to what is no list');
    for (const item of items) {
      const isTaken = typeof item === 'number' ? this.#sink.push(list, item) : this.#appendList(list, item);
      if (!isTaken) throw pickleRefused(this.#name, 'a list of it holds something else');
    }
  }

  #appendList(list: PickledList, item: PickledValue): boolean {
    if (!isKind(item, 'list') || item.holds === 'lists' || list.holds === 'numbers' || list.row >= 0) return false;
    if (item === list) return false;
    list.holds = 'lists';
    list.rows ??= [];
    list.rows.push(this.#sink.rowOf(item));
    return list.rows.length <= this.#stack.mostLists;
  }
}
