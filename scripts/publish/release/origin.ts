import type { RunFile } from '../../sample/run-file.ts';

/** Where a sample comes from, as its run file says; null where that is silent. */
export type Origin = {
  date: string;
  provider: string;
  /** The model as it was asked for. */
  model: string | null;
  /** The address of the provider's terms; null where only the licence holds. */
  terms: string | null;
  licence: string;
  /** A name; the address stays in the repository. */
  contributor: string;
};

export function originOf({ date, provider, model, termsUrl, licence, author }: RunFile): Origin {
  return {
    date,
    provider,
    model: model?.asked ?? null,
    terms: termsUrl ?? null,
    licence,
    contributor: nameOf(author),
  };
}

function nameOf(author: string): string {
  return author.replace(/\s*<[^>]*>\s*$/, '') || 'unnamed';
}
