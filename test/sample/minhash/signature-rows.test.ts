import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compactWords, countEqual } from '../../../scripts/sample/minhash/compact-signature.ts';
import {
  createKernelRows,
  createScriptRows,
  maxCompared,
  type SignatureRows,
} from '../../../scripts/sample/minhash/signature-rows.ts';

// Few values, so that numbers agree; 0xff and 0x00 are those that a sum of bytes gets wrong first.
const byte = fc.constantFrom(0, 1, 0x7f, 0x80, 0xff);
const signature = fc
  .array(byte, { minLength: compactWords * 4, maxLength: compactWords * 4 })
  .map((bytes) => new Uint32Array(Uint8Array.from(bytes).buffer));

it('compares a row with others as one by one, in WebAssembly and in script', () => {
  const kernel = createKernelRows();
  expect(kernel).toBeDefined();
  const all = [createScriptRows(), kernel as SignatureRows];
  fc.assert(
    fc.property(fc.array(signature, { minLength: 1, maxLength: maxCompared }), (signatures) => {
      const expected = signatures.map((other) => countEqual(signatures[0]!, 0, other, 0));
      for (const rows of all) {
        rows.reserve(signatures.length);
        for (const [row, each] of signatures.entries()) rows.put(row, each);
        const others = Uint32Array.from(signatures.keys());
        expect([...rows.countEqual(0, others, others.length).subarray(0, others.length)]).toEqual(expected);
      }
    }),
    { numRuns: 30 },
  );
  // 128 equal numbers fill a byte to its sign.
  expect(all.map((rows) => rows.countEqual(0, Uint32Array.of(0), 1)[0])).toEqual([128, 128]);
});
