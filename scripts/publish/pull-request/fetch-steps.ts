import type { Git } from '../apply-git.ts';
import { type FoundQuestion, fetchFound } from './fetch-found.ts';
import { planPublication } from './plan-publication.ts';
import type { Found, Step, Wanted } from './publication.ts';
import { hasSameContent } from './read-same-content.ts';

type Options = Omit<FoundQuestion, 'branch' | 'base'> & {
  git: Git;
  wanted: Wanted;
  /** The files of the contribution. */
  paths: string[];
};

/** What GitHub has already, and what is left to do. Reads only. */
export async function fetchSteps({
  git,
  wanted,
  paths,
  ...question
}: Options): Promise<{ found: Found; steps: Step[] }> {
  const { branch, base, commit } = wanted;
  const found = await fetchFound({ ...question, branch, base });
  const { tip } = found;
  const hasOurContent = tip !== undefined && (await hasSameContent({ git, commit, paths, tip }));
  return { found, steps: planPublication({ wanted, found, hasOurContent }) };
}
