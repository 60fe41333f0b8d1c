import { englishArticle } from './english-article.ts';
import { englishPlural } from './english-plural.ts';
import type { Grammar } from './grammar.ts';
import { englishPronouns } from './pronouns.ts';

export const english: Grammar = {
  article: englishArticle,
  plural: englishPlural,
  pronouns: englishPronouns,
};
