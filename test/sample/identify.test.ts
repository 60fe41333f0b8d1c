import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../scripts/sample/canonical-json.ts';
import { sha256Base32 } from '../../scripts/sample/hash.ts';
import { familyId, identityJson, makeSample, sampleId } from '../../scripts/sample/identify.ts';
import { contentOf } from '../../scripts/sample/parse-content.ts';
import type { Content, Labels, Message } from '../../scripts/sample/sample.ts';

const labels: Labels = {
  lang: 'en',
  axis: 'gender',
  groups: ['women'],
  stance: 'neutral',
  run: '2026-11-24-site-visit-7c1e09aa',
};

describe('sampleId', () => {
  it('is the first 128 bits of SHA-256 over kind, language, axis and content', () => {
    const canonical = '{"axis":"gender","kind":"text","lang":"en","text":"She walks."}';
    const bits = [...createHash('sha256').update(canonical).digest()]
      .map((byte) => byte.toString(2).padStart(8, '0'))
      .join('');
    const digits = bits.slice(0, 128).padEnd(130, '0').match(/.{5}/g) ?? [];
    const expected = digits
      .map((five) => '0123456789abcdefghjkmnpqrstvwxyz'[Number.parseInt(five, 2)])
      .join('');
    expect(sampleId({ kind: 'text', text: 'She walks.', lang: 'en', axis: 'gender' })).toBe(
      `ev1_${expected}`,
    );
  });

  it('does not depend on labels that are not part of the content', () => {
    const one = makeSample({ kind: 'text', text: 'She walks.' }, labels);
    const other = makeSample(
      { kind: 'text', text: 'She walks.' },
      { ...labels, groups: [], stance: 'bias-aware' },
    );
    expect(other.id).toBe(one.id);
  });

  it('differs between kinds, languages, axes and texts', () => {
    const ids = [
      sampleId({ kind: 'text', text: 'a', lang: 'en', axis: 'gender' }),
      sampleId({ kind: 'text', text: 'b', lang: 'en', axis: 'gender' }),
      sampleId({ kind: 'text', text: 'a', lang: 'fr', axis: 'gender' }),
      sampleId({ kind: 'text', text: 'a', lang: 'en', axis: 'age' }),
      sampleId({ kind: 'chat', messages: [{ role: 'user', content: 'a' }], lang: 'en', axis: 'gender' }),
    ];
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('makeSample', () => {
  it('normalises every text to NFC, whatever stands around it', () => {
    const decomposed = 'cafe\u0301\n\u0303';
    const sample = makeSample(
      {
        kind: 'preference',
        prompt: [{ role: 'user', content: decomposed }],
        chosen: [{ role: 'assistant', content: decomposed }],
        rejected: [{ role: 'assistant', content: 'x' }],
      },
      labels,
    );
    expect(sample).toMatchObject({
      prompt: [{ content: 'caf\u00e9\n\u0303' }],
      chosen: [{ content: 'caf\u00e9\n\u0303' }],
    });
  });

  it('gives an id that recomputes from the written line', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (text) => {
        const sample = makeSample({ kind: 'text', text }, labels);
        expect(sampleId(JSON.parse(canonicalJson(sample)))).toBe(sample.id);
      }),
    );
  });
});

describe('identityJson', () => {
  it('is the canonical JSON of kind, language, axis and content, whatever the order of keys', () => {
    const text = fc.string({ unit: 'binary' });
    const messages = fc.array(
      fc.tuple(text, fc.boolean()).map(([content, first]): Message => {
        return first ? { role: 'user', content } : { content, role: 'user' };
      }),
    );
    const content: fc.Arbitrary<Content> = fc.oneof(
      fc.record({ kind: fc.constant('text'), text }),
      fc.record({ messages, kind: fc.constant('chat') }),
      fc.record({ rejected: messages, kind: fc.constant('preference'), prompt: messages, chosen: messages }),
    );
    fc.assert(
      fc.property(content, text, (sample, lang) => {
        const identity = { ...contentOf(sample), lang, axis: 'gender' };
        expect(identityJson({ ...sample, ...labels, lang })).toBe(canonicalJson(identity));
      }),
    );
  });
});

describe('sha256Base32', () => {
  it('has one character for every five bits begun', () => {
    expect(sha256Base32('x', 128)).toHaveLength(26);
    expect(sha256Base32('x', 80)).toHaveLength(16);
  });
});

describe('familyId', () => {
  it('differs from slot to slot and from run to run', () => {
    const ids = new Set([familyId('a', 1), familyId('a', 2), familyId('b', 1)]);
    expect(ids.size).toBe(3);
    expect([...ids].every((id) => /^f_[0-9a-hjkmnp-tv-z]{16}$/.test(id))).toBe(true);
  });
});
