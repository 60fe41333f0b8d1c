import {
  colon,
  comma,
  leftBrace,
  leftBracket,
  minus,
  quote,
  rightBrace,
  rightBracket,
  skipSpace,
} from './bytes.ts';
import { type Parsed, Refusal } from './problem.ts';
import { byteOrderMark, tooDeep, unexpected } from './refusals.ts';
import { isDigit, numberEnd } from './scan-number.ts';
import { scanString } from './scan-string.ts';

/** What a profile asks beyond RFC 8259. Each rule throws a Refusal; offsets are those of the token. */
export type Rules = {
  /** At most so many arrays and objects in one another. */
  maxDepth: number;
  judgeKey(key: string, duplicate: boolean, bytes: Uint8Array, offset: number): void;
  judgeString(text: string, bytes: Uint8Array, offset: number): void;
  judgeNumber(literal: string, value: number, offset: number): void;
};

/**
 * Reads one JSON text: RFC 8259 to the letter, and the same values as `JSON.parse` (of duplicate keys the last
 * stands, `__proto__` is a key like any other). Iterative: only memory bounds the depth.
 */
export function parseJson(bytes: Uint8Array, rules?: Rules): Parsed {
  try {
    return { ok: true, value: new Reader(bytes, rules).readText() };
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, problem: error.problem };
    throw error;
  }
}

type ArrayFrame = { kind: 'array'; container: unknown[] };
type ObjectFrame = { kind: 'object'; container: Record<string, unknown>; key: string };

/** Stands for a value whose end has not been read yet. */
const unfinished = Symbol('unfinished');

const words = [
  { word: 'true', value: true },
  { word: 'false', value: false },
  { word: 'null', value: null },
];

class Reader {
  readonly bytes: Uint8Array;
  readonly rules: Rules | undefined;
  /** The arrays and objects around the present offset, outermost first. */
  readonly frames: (ArrayFrame | ObjectFrame)[] = [];
  offset = 0;

  constructor(bytes: Uint8Array, rules: Rules | undefined) {
    this.bytes = bytes;
    this.rules = rules;
  }

  readText(): unknown {
    if (beginsWithBom(this.bytes)) throw byteOrderMark();
    this.skipSpace();
    let value: unknown = unfinished;
    while (value === unfinished) value = this.settle(this.readValue());
    this.skipSpace();
    if (this.offset < this.bytes.length) throw this.unexpected('the end', 'Remove what follows the value.');
    return value;
  }

  /** Reads a scalar or an empty container, or opens a container and is unfinished. */
  readValue(): unknown {
    const byte = this.bytes[this.offset];
    if (byte === leftBrace) return this.openObject();
    if (byte === leftBracket) return this.openArray();
    if (byte === quote) return this.readString();
    if (byte === minus || isDigit(byte)) return this.readNumber();
    return this.readWord();
  }

  /** Gives a finished value to the container around it, and so on while containers end here. */
  settle(read: unknown): unknown {
    let value = read;
    for (let frame = this.frames.at(-1); frame && value !== unfinished; frame = this.frames.at(-1)) {
      value = frame.kind === 'array' ? this.addItem(frame, value) : this.addMember(frame, value);
    }
    return value;
  }

  openArray(): unknown {
    this.enter({ kind: 'array', container: [] });
    return this.takes(rightBracket) ? this.leave() : unfinished;
  }

  addItem(frame: ArrayFrame, value: unknown): unknown {
    frame.container.push(value);
    this.skipSpace();
    if (this.takes(rightBracket)) return this.leave();
    if (!this.takes(comma))
      throw this.unexpected('"," or "]"', 'Separate the items with commas, and close the array.');
    return unfinished;
  }

  openObject(): unknown {
    const frame: ObjectFrame = { kind: 'object', container: {}, key: '' };
    this.enter(frame);
    if (this.takes(rightBrace)) return this.leave();
    this.readKey(frame);
    return unfinished;
  }

  addMember(frame: ObjectFrame, value: unknown): unknown {
    setOwn(frame.container, frame.key, value);
    this.skipSpace();
    if (this.takes(rightBrace)) return this.leave();
    if (!this.takes(comma))
      throw this.unexpected('"," or "}"', 'Separate the fields with commas, and close the object.');
    this.readKey(frame);
    return unfinished;
  }

  readKey(frame: ObjectFrame): void {
    const start = this.offset;
    if (this.bytes[start] !== quote)
      throw this.unexpected('a key', 'Write a key in quotation marks, or remove the comma.');
    const { text, end } = scanString(this.bytes, start);
    this.rules?.judgeKey(text, Object.hasOwn(frame.container, text), this.bytes, start);
    frame.key = text;
    this.offset = skipSpace(this.bytes, end);
    if (!this.takes(colon)) throw this.unexpected('":"', 'Put a colon between the key and its value.');
  }

  enter(frame: ArrayFrame | ObjectFrame): void {
    if (this.rules && this.frames.length >= this.rules.maxDepth)
      throw tooDeep(this.rules.maxDepth, this.offset);
    this.frames.push(frame);
    this.offset = skipSpace(this.bytes, this.offset + 1);
  }

  leave(): unknown {
    return this.frames.pop()?.container;
  }

  readString(): string {
    const start = this.offset;
    const { text, end } = scanString(this.bytes, start);
    this.rules?.judgeString(text, this.bytes, start);
    this.offset = end;
    return text;
  }

  readNumber(): number {
    const start = this.offset;
    this.offset = numberEnd(this.bytes, start);
    const literal = asciiDecoder.decode(this.bytes.subarray(start, this.offset));
    const value = Number(literal);
    this.rules?.judgeNumber(literal, value, start);
    return value;
  }

  readWord(): boolean | null {
    const found = words.find(({ word }) => this.standsHere(word));
    if (!found)
      throw this.unexpected('a value', 'Write a string, number, object, array, true, false or null here.');
    this.offset += found.word.length;
    return found.value;
  }

  standsHere(word: string): boolean {
    for (let index = 0; index < word.length; index += 1) {
      if (this.bytes[this.offset + index] !== word.charCodeAt(index)) return false;
    }
    return true;
  }

  /** Steps over the byte and the white space behind it, where it is the one asked for. */
  takes(byte: number): boolean {
    if (this.bytes[this.offset] !== byte) return false;
    this.offset = skipSpace(this.bytes, this.offset + 1);
    return true;
  }

  skipSpace(): void {
    this.offset = skipSpace(this.bytes, this.offset);
  }

  unexpected(expected: string, fix: string): Refusal {
    return unexpected(this.bytes, this.offset, expected, fix);
  }
}

const asciiDecoder = new TextDecoder();

/** `__proto__` must become a key: an assignment would change the prototype instead. */
function setOwn(container: Record<string, unknown>, key: string, value: unknown): void {
  if (key !== '__proto__') {
    container[key] = value;
    return;
  }
  Object.defineProperty(container, key, { value, configurable: true, enumerable: true, writable: true });
}

function beginsWithBom(bytes: Uint8Array): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}
