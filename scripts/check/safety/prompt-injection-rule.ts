import { toAsciiForms } from './ascii-forms.ts';
import { has, scriptMask } from './features.ts';
import { buildLiteralFilter } from './literal-filter.ts';
import { injectionSigns, promptInjections, spacedSigns } from './prompt-injections.ts';
import { hitsOf, type Rule } from './rule.ts';

const mayHoldSign = buildLiteralFilter([...injectionSigns, ...spacedSigns]);
/** The scripts of the rows that are not in Latin letters. */
const foreignScripts = scriptMask(
  'Cyrillic Han Hiragana Katakana Hangul Arabic Devanagari Hebrew Greek Thai'.split(' '),
);
const foreignSigns =
  /інструкці|вказів|οδηγί|εντολ|คำสั่ง|คำแนะนำ|инструкц|указани|правил|команд|忽略|无视|忘记|忽視|無視|忘|무시|잊|تعليمات|أوامر|قواعد|نادیده|فراموش|अनदेखा|नज़रअंदाज़|भूल|उपेक्षा|הוראות|הנחיות/iu;

/** Texts that give orders to a model that reads them. */
export const promptInjectionRule: Rule = {
  name: 'prompt-injection',
  mayFind: (text, { bits, scripts }) =>
    (bits & (has.colon | has.bracket)) !== 0 ||
    ((bits & has.markup) !== 0 && text.includes('##')) ||
    mayHoldSign(text) ||
    ((scripts & foreignScripts) !== 0 && foreignSigns.test(text)),
  find: (text) => {
    const folded = toAsciiForms(text);
    return promptInjections.flatMap(({ needs, pattern }) =>
      needs.test(folded)
        ? hitsOf(folded, pattern, () => ({
            code: 'W_PROMPT_INJECTION',
            message: 'words that give orders to a model reading them',
          }))
        : [],
    );
  },
};
