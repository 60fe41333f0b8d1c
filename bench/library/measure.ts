import { planRequests } from '../../scripts/prompt/plan-requests.ts';
import type { PromptSpec } from '../../scripts/prompt/spec.ts';
import { templateProvider } from '../../scripts/provider/template/template-provider.ts';
import type { Axes } from '../../scripts/sample/axis.ts';
import { buildLexicon } from '../../scripts/sample/lexicon.ts';
import { maskTerms } from '../../scripts/sample/mask-terms.ts';
import { textsOf } from '../../scripts/sample/text.ts';

/** One family, as its first version reads with every identity term masked. */
export type Rendering = {
  spec: string;
  axis: string;
  template: string;
  words: number;
  shingles: Set<string>;
};

/** Above this word 3-gram Jaccard two masked families read as copies of one another. */
export const copyAt = 0.7;

type Options = { axes: Axes; perTemplate: number; seed: number };

/** The first `perTemplate` families of every template, masked, in the order of a plan. */
export async function renderFamilies(
  specs: PromptSpec[],
  { axes, perTemplate, seed }: Options,
): Promise<Rendering[]> {
  const provider = templateProvider({ axes });
  const lexicon = buildLexicon(axes);
  const { signal } = new AbortController();
  const families: Rendering[] = [];
  for (const spec of specs) {
    const most = perTemplate * spec.templates.length;
    let taken = 0;
    for (const request of planRequests({ specs: [spec], axes, seed, writesFrom: 'templates' })) {
      if (taken++ === most) break;
      const [draft] = await provider.answer({ ...request, groups: request.groups.slice(0, 1) }, signal);
      if (!draft) continue;
      const text = textsOf(draft.content)
        .map(({ text: one }) => one)
        .join(' ');
      const words = wordsOf(maskTerms(lexicon, text, spec.lang));
      const template = request.template?.name ?? '';
      families.push({
        spec: spec.path,
        axis: spec.axis,
        template,
        words: words.length,
        shingles: shinglesOf(words),
      });
    }
  }
  return families;
}

/** Jaccard of every pair within one spec: families of one template, and of neighbouring ones. */
export function similaritiesWithin(families: Rendering[]): number[] {
  return families.flatMap((one, index) =>
    families.slice(index + 1).map((other) => jaccard(one.shingles, other.shingles)),
  );
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}'’]+/gu) ?? [];
}

/** Word 3-grams. */
function shinglesOf(words: string[]): Set<string> {
  return new Set(words.slice(2).map((word, index) => `${words[index]} ${words[index + 1]} ${word}`));
}

function jaccard(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let shared = 0;
  for (const item of a) if (b.has(item)) shared += 1;
  return shared / Math.max(1, a.size + b.size - shared);
}
