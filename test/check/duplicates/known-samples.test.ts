import { describe, expect, it } from 'vitest';
import { createKnownSamples } from '../../../scripts/check/duplicates/known-samples.ts';
import { buildLexicon } from '../../../scripts/sample/lexicon.ts';
import { createSigner } from '../../../scripts/sample/minhash/create-signer.ts';
import { jaccard, shinglesOf } from '../../../scripts/sample/minhash/shingles.ts';
import { axes, textSample } from '../../support/samples.ts';

const scene =
  'Before the first lorry arrived, the site engineer crossed the site of the harbour wall with her notebook and saw that one of the beams carried the wrong stamp.';

describe('createKnownSamples', () => {
  it('knows a copy, exact or near, and where it stands', () => {
    const known = createKnownSamples(buildLexicon(axes), createSigner(), 0.8);
    const other = textSample('The nurse rests in the garden behind the old library.');
    expect(known.findCopy([textSample(scene), other])).toBeUndefined();
    known.add('dataset', textSample(scene));
    known.add('run', other);
    expect(known.findCopy([textSample(scene.toUpperCase())])).toEqual({ of: 'dataset', exact: true });
    expect(known.findCopy([textSample(scene.replace('her', 'his'))])).toEqual({
      of: 'dataset',
      exact: false,
    });
    expect(known.findCopy([textSample('Nobody was there.'), other])).toEqual({ of: 'run', exact: true });
    expect(known.findCopy([textSample('Nobody was there.')])).toBeUndefined();
  });

  it('refuses a family that says the same twice, not one whose versions are alike', () => {
    const known = createKnownSamples(buildLexicon(axes), createSigner(), 0.8);
    expect(known.findCopy([textSample(scene), textSample(scene)])).toEqual({ of: 'run', exact: true });
    expect(known.findCopy([textSample(scene), textSample(scene.replace('her', 'his'))])).toBeUndefined();
  });

  it('refuses from the likeness on that it is told', () => {
    // A word changed in the middle takes three shingles from each.
    const words = scene.split(' ');
    const twice = words.map((word, at) => (at === 9 ? 'quay' : word)).join(' ');
    const similarity = jaccard(shinglesOf(scene), shinglesOf(twice));
    const findCopyAt = (likeness: number) => {
      const known = createKnownSamples(buildLexicon(axes), createSigner(), likeness);
      known.add('dataset', textSample(scene));
      return known.findCopy([textSample(twice)]);
    };
    expect(similarity).toBeGreaterThan(0.7);
    expect(similarity).toBeLessThan(0.9);
    expect(findCopyAt(similarity)).toEqual({ of: 'dataset', exact: false });
    expect(findCopyAt(similarity + 0.01)).toBeUndefined();
  });
});
