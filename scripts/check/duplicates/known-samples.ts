import type { Lexicon } from '../../sample/lexicon.ts';
import { maskTerms } from '../../sample/mask-terms.ts';
import { compact, compactWords, countEqual, expectedEqual } from '../../sample/minhash/compact-signature.ts';
import { parameters } from '../../sample/minhash/parameters.ts';
import { jaccard } from '../../sample/minhash/shingles.ts';
import type { Signer } from '../../sample/minhash/signer.ts';
import type { Content, Sample } from '../../sample/sample.ts';
import { wholeText } from '../../sample/text.ts';
import { contentKey } from './content-key.ts';
import { bands } from './find-candidates.ts';

/** Where a sample stands that another one repeats, and how closely. */
export type Copy = { of: 'run' | 'dataset'; exact: boolean };

/** The samples of a run and of the dataset, ready to be asked for copies while the run goes on. */
export type KnownSamples = {
  add(of: Copy['of'], content: Content | Sample): void;
  /** The first copy among samples that are versions of one another: they may be alike. */
  findCopy(samples: readonly Sample[]): Copy | undefined;
};

type Known = { of: Copy['of']; signature: Uint32Array; shingles: Set<number> };

/** So many samples with an equal band are compared, the newest first: a template may have made all of them. */
const maxCompared = 256;

/**
 * Holds about 2 KB a sample.
 * @param likeness Jaccard similarity from which a sample is a near copy, .7 or more: of those with .7 the bands bring 96 % together
 */
export function createKnownSamples(lexicon: Lexicon, signer: Signer, likeness: number): KnownSamples {
  // Four standard deviations below what is to be expected.
  const deviation = Math.sqrt((likeness * (1 - likeness)) / parameters.permutations);
  const minEqual = Math.floor(expectedEqual(likeness - 4 * deviation));
  const exact = new Map<string, Copy['of']>();
  const known: Known[] = [];
  /** Band → its 32 bits → the samples that have them. */
  const tables = Array.from({ length: bands }, () => new Map<number, number[]>());
  return {
    add(of, content) {
      const key = contentKey(content);
      if (!exact.has(key)) exact.set(key, of);
      const sample = look(of, content);
      const number = known.push(sample) - 1;
      for (const [band, table] of tables.entries()) {
        const bits = sample.signature[band] as number;
        const list = table.get(bits);
        if (list) list.push(number);
        else table.set(bits, [number]);
      }
    },
    findCopy(samples) {
      const keys = samples.map(contentKey);
      const repeated = keys.find((key) => exact.has(key));
      if (repeated !== undefined) return { of: exact.get(repeated) ?? 'run', exact: true };
      if (new Set(keys).size < keys.length) return { of: 'run', exact: true };
      for (const sample of samples) {
        const near = findNear(look('run', sample));
        if (near) return { of: near.of, exact: false };
      }
      return undefined;
    },
  };

  function look(of: Copy['of'], content: Content | Sample): Known {
    const whole = wholeText(content);
    const text = 'lang' in content ? maskTerms(lexicon, whole, content.lang) : whole;
    const signature = new Uint32Array(compactWords);
    compact(signer.sign(text), signature, 0);
    return { of, signature, shingles: new Set(signer.hashes(text)) };
  }

  function findNear({ signature, shingles }: Known): Known | undefined {
    const compared = new Set<number>();
    for (const [band, table] of tables.entries()) {
      for (const number of (table.get(signature[band] as number) ?? []).slice(-maxCompared)) {
        if (compared.has(number)) continue;
        compared.add(number);
        const other = known[number] as Known;
        if (countEqual(signature, 0, other.signature, 0) < minEqual) continue;
        if (jaccard(shingles, other.shingles) >= likeness) return other;
      }
    }
    return undefined;
  }
}
