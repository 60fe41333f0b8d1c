import { join } from 'node:path';
import { openProject, packageRoot } from '../../scripts/commands/project.ts';
import { planRequests } from '../../scripts/prompt/plan-requests.ts';
import { readSpecs } from '../../scripts/prompt/read-specs.ts';
import type { Request } from '../../scripts/prompt/request.ts';
import { templateProvider } from '../../scripts/provider/template/template-provider.ts';
import { kindOf } from './corpus.ts';

/** The versions of one family: group → text. */
export type Family = { role: string; texts: Map<string | undefined, string> };

/** Families from the experiment's own prompt spec, as `evenhand generate` makes them: role for role alike. */
export async function readFamilies(count: number, seed: number): Promise<Family[]> {
  return take(['bench/effect/role-scenes.yaml'], count, seed);
}

/** Prose about other things, from the prompt library's specs on other axes than gender: nobody's pronoun in it. */
export async function readFiller(count: number, seed: number): Promise<string[]> {
  const paths = ['age', 'nationality', 'religion', 'socioeconomic', 'appearance', 'disability'];
  const families = await take(
    paths.map((axis) => `prompts/${axis}`),
    count,
    seed,
  );
  return families.flatMap(({ texts }) => [...texts.values()].slice(0, 1)).slice(0, count);
}

/** Those versions of the families that go against the planted bias. */
export function counterStereotypes(families: readonly Family[]): string[] {
  return families.flatMap(({ role, texts }) => texts.get(kindOf(role) === 'men' ? 'women' : 'men') ?? []);
}

async function take(paths: string[], count: number, seed: number): Promise<Family[]> {
  const { axes, validatePrompt } = await openProject(packageRoot);
  const specs = await readSpecs(
    paths.map((path) => join(packageRoot, path)),
    { root: packageRoot, axes, validate: validatePrompt },
  );
  const provider = templateProvider({ axes });
  const families: Family[] = [];
  const texts = specs.filter(({ kind, lang }) => kind === 'text' && lang === 'en');
  for (const request of planRequests({ specs: texts, axes, seed, writesFrom: 'templates' })) {
    if (families.length === count) break;
    families.push({ role: request.values['role']?.one ?? '', texts: await answer(request) });
  }
  return families;

  async function answer(request: Request): Promise<Family['texts']> {
    const drafts = await provider.answer(request, AbortSignal.abort());
    return new Map(
      drafts.flatMap(({ group, content }) =>
        content.kind === 'text' ? [[group, content.text] as const] : [],
      ),
    );
  }
}
