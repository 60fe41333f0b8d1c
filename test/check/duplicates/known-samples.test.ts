import { describe, expect, it } from 'vitest';
import { createKnownSamples } from '../../../scripts/check/duplicates/known-samples.ts';
import { buildLexicon } from '../../../scripts/sample/lexicon.ts';
import { createSigner } from '../../../scripts/sample/minhash/create-signer.ts';
import { axes, textSample } from '../../support/samples.ts';

const scene =
  'Before the first lorry arrived, the site engineer crossed the site of the harbour wall with her notebook and saw that one of the beams carried the wrong stamp.';

describe('createKnownSamples', () => {
  it('knows a copy, exact or near, and where it stands', () => {
    const known = createKnownSamples(buildLexicon(axes), createSigner());
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
    const known = createKnownSamples(buildLexicon(axes), createSigner());
    expect(known.findCopy([textSample(scene), textSample(scene)])).toEqual({ of: 'run', exact: true });
    expect(known.findCopy([textSample(scene), textSample(scene.replace('her', 'his'))])).toBeUndefined();
  });
});
