import type { Request } from '../../prompt/request.ts';
import { type Axes, type GroupWords, requireAxis } from '../../sample/axis.ts';
import type { Draft, Provider } from '../provider.ts';
import { renderContent } from './render.ts';

/** Writes counterfactual families from the templates of prompt specs: offline, free, deterministic. */
export function templateProvider({ axes }: { axes: Axes }): Provider {
  return {
    name: 'template',
    model: undefined,
    writesFrom: 'templates',
    termsUrl: undefined,
    answer: async (request) => write(request, axes),
  };
}

function write({ spec, template, groups, values }: Request, axes: Axes): Draft[] {
  if (!template) throw new RangeError('a request for the template provider needs a template');
  const { lang } = spec;
  if (groups.length === 0) {
    return [
      { group: undefined, content: renderContent(template.content, { lang, values, words: undefined }) },
    ];
  }
  const attribute = values['attribute']?.one;
  return groups.map((group) => ({
    group,
    content: renderContent(template.content, { lang, values, words: wordsOf(axes, spec.axis, group, lang) }),
    ...(attribute ? { attribute } : {}),
  }));
}

function wordsOf(axes: Axes, axis: string, group: string, lang: string): GroupWords | undefined {
  return requireAxis(axes, axis).groups.find(({ id }) => id === group)?.words[lang];
}
