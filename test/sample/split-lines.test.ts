import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Line, splitLines } from '../../scripts/sample/split-lines.ts';
import { chunksOf, collect } from './json/files.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

async function split(text: string, chunkBytes: number, maxLineBytes?: number): Promise<Line[]> {
  const options = maxLineBytes === undefined ? {} : { maxLineBytes };
  return collect(splitLines(chunksOf(encoder.encode(text), chunkBytes), options));
}

describe('splitLines', () => {
  it('numbers lines, and says where they begin and whether they end', async () => {
    const lines = await split('é\n\nabc', 2);
    expect(lines.map(({ bytes, ...line }) => ({ ...line, text: decoder.decode(bytes) }))).toEqual([
      { line: 1, offset: 0, text: 'é', terminated: true },
      { line: 2, offset: 3, text: '', terminated: true },
      { line: 3, offset: 4, text: 'abc', terminated: false },
    ]);
  });

  it('gives no line for an empty file, and none behind the last line feed', async () => {
    expect(await split('', 1)).toEqual([]);
    expect(await split('a\n', 1)).toHaveLength(1);
  });

  it('splits as String.split does, whatever the chunks', async () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'é', '\n') });
    await fc.assert(
      fc.asyncProperty(text, fc.integer({ min: 1, max: 9 }), async (content, chunkBytes) => {
        const lines = await split(content, chunkBytes);
        const joined = lines.map(({ bytes, terminated }) => decoder.decode(bytes) + (terminated ? '\n' : ''));
        expect(joined.join('')).toBe(content);
        expect(lines.map(({ line }) => line)).toEqual(lines.map((_, index) => index + 1));
        for (const { offset, bytes } of lines) {
          expect(encoder.encode(content).subarray(offset, offset + bytes.length)).toEqual(bytes);
          expect(bytes.includes(0x0a)).toBe(false);
        }
      }),
    );
  });

  it.each([1, 3, 4, 5, 100])(
    'ends at the first line that is too long, in chunks of %i bytes',
    async (chunkBytes) => {
      const lines = await split('1234\n12345\n1\n', chunkBytes, 4);
      expect(lines.map(({ bytes, tooLong = false }) => [decoder.decode(bytes), tooLong])).toEqual([
        ['1234', false],
        ['12345', true],
      ]);
      expect(await split('12345', chunkBytes, 4)).toMatchObject([{ line: 1, tooLong: true }]);
      expect(await split('1234', chunkBytes, 4)).toMatchObject([{ line: 1, terminated: false }]);
    },
  );

  it('closes its source behind a line that is too long', async () => {
    let chunks = 0;
    let closed = false;
    async function* endless(): AsyncGenerator<Uint8Array> {
      try {
        for (; ; chunks += 1) yield new Uint8Array(1_000).fill(0x61);
      } finally {
        closed = true;
      }
    }
    const lines = await collect(splitLines(endless()));
    expect(lines).toMatchObject([{ line: 1, tooLong: true }]);
    expect(lines[0]?.bytes).toHaveLength(65_537);
    expect({ chunks, closed }).toEqual({ chunks: 65, closed: true });
  });

  it('keeps its lines when the source fills one buffer again and again', async () => {
    async function* refilled(): AsyncGenerator<Uint8Array> {
      const buffer = new Uint8Array(4);
      for (const text of ['a\nb\n', 'c\nd\n']) {
        buffer.set(encoder.encode(text));
        yield buffer;
      }
    }
    const lines = await collect(splitLines(refilled()));
    expect(lines.map(({ bytes }) => decoder.decode(bytes))).toEqual(['a', 'b', 'c', 'd']);
  });
});
