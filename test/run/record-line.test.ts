import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatRecord, judgeBytes, parseRecord, type RecordStep } from '../../scripts/run/record-line.ts';

const encoder = new TextEncoder();
const start = { line: 1, offset: 0 };

/** A hundred records of many shapes, as a journal holds them. */
const hundred = Array.from({ length: 100 }, (_, index) => ({
  type: 'RECEIVED',
  id: `a-${index}`,
  body: `{"text":"é ${'x'.repeat(index % 7)}\n"}`,
}));

function recordsOf(steps: Iterable<RecordStep>): object[] {
  return [...steps].flatMap((step) => (step.kind === 'record' ? [step.record] : []));
}

describe('a record line', () => {
  it('is JSON with its checksum in front', () => {
    const line = formatRecord({ type: 'VOID', id: 'a-1' });
    expect(line).toMatch(/^\{"sum":"[0-9a-f]{16}","type":"VOID","id":"a-1"\}\n$/);
    expect(JSON.parse(line)).toMatchObject({ type: 'VOID', id: 'a-1' });
  });

  it('comes back as it went in', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 1, noNullPrototype: true }),
        (record) => {
          const line = formatRecord({ type: 'X', ...record });
          const parsed = parseRecord(encoder.encode(line.slice(0, -1)));
          expect(parsed).toEqual(JSON.parse(JSON.stringify({ type: 'X', ...record })));
        },
      ),
    );
  });
});

describe('a file of a hundred records', () => {
  const file = encoder.encode(hundred.map(formatRecord).join(''));
  const ends = [...file.keys()].filter((index) => file[index] === 0x0a).map((index) => index + 1);

  it('cut anywhere gives exactly its whole records', () => {
    for (let cut = 0; cut <= file.length; cut++) {
      const steps = [...judgeBytes(file.subarray(0, cut), start)];
      const whole = ends.filter((end) => end <= cut).length;
      const torn = steps.filter(({ kind }) => kind === 'torn');
      expect(steps.filter(({ kind }) => kind === 'record')).toHaveLength(whole);
      expect(steps.some(({ kind }) => kind === 'damaged')).toBe(false);
      const wholeBytes = whole === 0 ? 0 : (ends[whole - 1] ?? 0);
      expect(torn).toEqual(wholeBytes < cut ? [{ kind: 'torn', offset: wholeBytes }] : []);
    }
    expect(recordsOf(judgeBytes(file, start))).toEqual(hundred);
  });

  it('shows every flipped byte, whatever it is flipped to', () => {
    // A line alone, and the lines around it, show the same as the whole file would, and sooner.
    for (let index = 0; index < file.length; index++) {
      const line = ends.findIndex((end) => end > index);
      const from = line === 0 ? 0 : (ends[line - 1] ?? 0);
      const part = file.slice(from, ends[Math.min(ends.length - 1, line + 1)]);
      const place = index - from;
      for (const bit of [0, 3, 5, 7]) {
        part[place] = (file[index] ?? 0) ^ (1 << bit);
        const steps = [...judgeBytes(part, start)];
        expect(steps.some(({ kind }) => kind === 'damaged')).toBe(true);
      }
    }
  });

  it('shows a byte replaced by any other', () => {
    const line = encoder.encode(formatRecord({ type: 'SETTLE', id: 'é' }));
    for (let place = 0; place < line.length; place++) {
      for (let byte = 0; byte < 256; byte++) {
        if (byte === line[place]) continue;
        const changed = line.slice();
        changed[place] = byte;
        const steps = [...judgeBytes(changed, start)];
        expect(steps.some(({ kind }) => kind === 'damaged')).toBe(true);
      }
    }
  });

  it('says where records stand', () => {
    const [first, second] = [...judgeBytes(file, { line: 5, offset: 1000 })];
    expect(first).toMatchObject({ line: 5, offset: 1000 });
    expect(second).toMatchObject({ line: 6, offset: 1000 + (ends[0] ?? 0) });
  });
});
