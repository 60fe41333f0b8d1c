import { createLanguageModel, type LanguageModel, tokenize } from '../../../bench/effect/kneser-ney.ts';

/** A small set in StereoSet's format, of our own sentences: terms × frames, in both splits. */
export function exampleSet(terms: { target: string; stereotype: string; anti: string }[], perTerm = 3) {
  const frames = ['at noon', 'on the stairs', 'after work', 'in the hall', 'by the gate'].slice(0, perTerm);
  const sentencesOf = (id: string, texts: [string, string, string]) =>
    (['stereotype', 'anti-stereotype', 'unrelated'] as const).map((gold_label, index) => ({
      id: `${id}-${gold_label}`,
      sentence: texts[index],
      gold_label,
    }));
  const items = (split: 'intra' | 'inter') =>
    terms.flatMap(({ target, stereotype, anti }) =>
      frames.map((frame, index) => {
        const id = `${split}-${target}-${index}`;
        const said = (who: string) =>
          split === 'intra'
            ? `The ${target} said ${who} was tired ${frame}.`
            : `Then ${who} was tired ${frame}.`;
        return {
          id,
          bias_type: 'gender',
          target,
          context:
            split === 'intra' ? `The ${target} said BLANK was tired ${frame}.` : `The ${target} came home.`,
          sentences: sentencesOf(id, [said(stereotype), said(anti), said('gravel')]),
        };
      }),
    );
  return { version: '1.0', data: { intrasentence: items('intra'), intersentence: items('inter') } };
}

/** A model that has seen engineers called he and nurses called she, mostly. */
export function biasedModel(): LanguageModel {
  const lines = [
    ...Array.from({ length: 9 }, () => [
      'The engineer said he was tired .',
      'The nurse said she was tired .',
    ]),
    ['The engineer said she was tired .', 'The nurse said he was tired .', 'Then he was late .'],
  ]
    .flat()
    .map(tokenize);
  const model = createLanguageModel(lines.flat(), 4);
  for (const line of lines) model.add(line);
  return model;
}

export const exampleTerms = [
  { target: 'engineer', stereotype: 'he', anti: 'she' },
  { target: 'nurse', stereotype: 'she', anti: 'he' },
];
