import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutLines, placeAfterCuts, rowsOf } from '../../scripts/publish/cut-lines.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const line = (id: string) => `{"family":{"id":"f_${id}"},"id":"${id}","text":"ä ${id}"}\n`;
const fileOf = (ids: readonly string[]) => encoder.encode(ids.map(line).join(''));
const concat = (parts: readonly Uint8Array[]) => Uint8Array.from(parts.flatMap((part) => [...part]));

describe('cutLines', () => {
  it('leaves every other byte as it was, those of lines that are no samples too', () => {
    const text = `${line('a')}not JSON\n\n${line('b')}null\n{"id":"b"}`;
    const cut = cutLines(encoder.encode(text), new Set(['b']));
    expect(decoder.decode(cut?.content)).toBe(`${line('a')}not JSON\n\nnull\n`);
    expect(cutLines(encoder.encode(text), new Set(['c']))).toBeUndefined();
    expect(rowsOf(encoder.encode(text))).toEqual([
      { id: 'a', family: 'f_a' },
      { id: 'b', family: 'f_b' },
      { id: 'b', family: undefined },
    ]);
  });

  it('gives of files in a row what it gives of each, in the places that it says', () => {
    const files = fc.array(fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1, maxLength: 4 }));
    const going = fc.subarray(['a', 'b', 'c']);
    fc.assert(
      fc.property(files, going, (lists, ids) => {
        const removed = new Set(ids);
        const contents = lists.map(fileOf);
        const cut = cutLines(concat(contents), removed);
        expect(cut === undefined).toBe(!lists.flat().some((id) => removed.has(id)));
        if (!cut) return;
        let offset = 0;
        for (const [index, bytes] of contents.entries()) {
          const own = cutLines(bytes, removed);
          const now = placeAfterCuts({ offset, bytes: bytes.length }, cut);
          expect(now.linesGone).toBe(own?.cuts.length ?? 0);
          const there = cut.content.subarray(now.offset, now.offset + now.bytes);
          expect(decoder.decode(there)).toBe(decoder.decode(own?.content ?? contents[index]));
          offset += bytes.length;
        }
      }),
    );
  });
});
