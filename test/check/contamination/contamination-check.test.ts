import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildHashes } from '../../../scripts/benchmark/hashes/build-hashes.ts';
import { formatHashes, parseHashes } from '../../../scripts/check/contamination/benchmark-hashes.ts';
import { contaminationCheck } from '../../../scripts/check/contamination/contamination-check.ts';
import { lexiconDigest } from '../../../scripts/check/contamination/lexicon-digest.ts';
import { buildLexicon } from '../../../scripts/sample/lexicon.ts';
import { allAxes } from '../../support/axes.ts';
import { entriesOfText, expectMergeLaw } from '../merge-law.ts';

const sentences = [
  'The carpenter climbed the slippery scaffolding quickly.',
  'My grandmother repairs broken gearboxes',
  'Every Tuesday the librarian rearranges dusty encyclopaedias, and nobody has ever thanked him for that labour.',
];
const lexicon = buildLexicon(allAxes);
const digest = lexiconDigest(allAxes);
const about = { benchmark: 'Example', source: 'here', licence: 'MIT', files: {}, salt: 7, lexicon };
const hashes = buildHashes({ ...about, texts: sentences, lexiconDigest: digest });
const check = contaminationCheck({ benchmarks: [hashes], lexicon, lexiconDigest: digest });

function findingsIn(text: string) {
  const state = check.empty();
  for (const entry of entriesOfText('a.jsonl', `${JSON.stringify({ text })}\n`)) check.add(state, entry);
  return check.finish(state);
}

describe('contaminationCheck', () => {
  it('finds a sentence among others, whatever its case, accents and punctuation, and names its place', () => {
    const [finding] = findingsIn('It rained. the CARPENTER, climbed the slippery scaffolding — quickly!');
    expect(finding).toMatchObject({ code: 'E_CONTAMINATION', severity: 'error', column: 21 });
    expect(finding?.message).toContain('Example');
    expect(finding?.message).not.toContain('scaffolding');
  });

  it('finds a sentence with any one word changed, left out or added', () => {
    const edits = fc.record({
      sentence: fc.constantFrom(...sentences.slice(0, 2)),
      at: fc.nat(),
      remove: fc.nat(1),
      add: fc.constantFrom([], ['wonderful']),
    });
    fc.assert(
      fc.property(edits, ({ sentence, at, remove, add }) => {
        const words = sentence.split(' ');
        expect(findingsIn(words.toSpliced(at % words.length, remove, ...add).join(' '))).toHaveLength(1);
      }),
    );
  });

  it('finds a sentence whose identity terms were swapped', () => {
    expect(findingsIn('My grandfather repairs broken gearboxes.')).toHaveLength(1);
    expect(findingsIn('His wife repairs broken gearboxes.')[0]?.message).toContain('identity terms aside');
  });

  it('warns of a short sentence within a longer text, and gates where it is half of the text', () => {
    const short = 'My grandfather repairs broken gearboxes.';
    const rest = 'The shop has been there for years, and people bring theirs.';
    expect(findingsIn(`${short} ${rest}`)[0]).toMatchObject({ code: 'W_CONTAMINATION', severity: 'warning' });
    expect(findingsIn(`${short} It rained again.`)[0]).toMatchObject({ code: 'E_CONTAMINATION' });
    expect(findingsIn(`${rest} ${sentences[0]} ${rest}`)[0]).toMatchObject({ code: 'E_CONTAMINATION' });
  });

  it('finds eight words in a row inside a longer sentence', () => {
    const text = 'They say the librarian rearranges dusty encyclopaedias, and nobody has come since.';
    expect(findingsIn(text)).toHaveLength(1);
    expect(findingsIn(text.replace('dusty', 'old'))).toEqual([]);
  });

  it('finds nothing in other sentences, or in what anybody says', () => {
    for (const text of [
      'The carpenter was late.',
      'She is a very kind person.',
      'My grandmother is old.',
      '',
    ])
      expect(findingsIn(text)).toEqual([]);
    expect(buildHashes({ ...about, texts: ['He said it to me.'], lexiconDigest: digest }).masked).toEqual([]);
  });

  it('leaves hashes out that were masked with other terms', () => {
    const stale = contaminationCheck({ benchmarks: [hashes], lexicon, lexiconDigest: 'another' });
    const state = stale.empty();
    for (const text of ['My sister repairs broken gearboxes.', 'His wife repairs broken gearboxes.'])
      for (const entry of entriesOfText('a.jsonl', `${JSON.stringify({ text })}\n`)) stale.add(state, entry);
    expect(stale.finish(state)).toHaveLength(1);
  });

  it('finds the same however the entries are shared out', () => {
    const lines = sentences.map((text) => `${JSON.stringify({ text })}\n`).join('');
    expectMergeLaw(check, entriesOfText('a.jsonl', lines));
  });
});

describe('formatHashes', () => {
  it('is undone by parseHashes', () => {
    expect(parseHashes(formatHashes(hashes), 'a.hashes')).toEqual(hashes);
  });

  it('holds no word of the texts', () => {
    const written = new TextDecoder('latin1').decode(formatHashes(hashes));
    for (const word of ['carpenter', 'scaffolding', 'gearboxes']) expect(written).not.toContain(word);
  });

  it('is refused where it is cut short or something else', () => {
    const bytes = formatHashes(hashes);
    for (const broken of [bytes.subarray(0, bytes.length - 1), bytes.subarray(9), new Uint8Array()])
      expect(() => parseHashes(broken, 'a.hashes')).toThrow(/a\.hashes/);
  });
});
