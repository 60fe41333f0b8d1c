import { toAsciiForms } from './ascii-forms.ts';
import { has } from './features.ts';
import { isReservedHost } from './reserved-hosts.ts';
import { hitsOf, type Rule } from './rule.ts';

const address =
  /(?<![\p{L}\p{N}])(?:(?:https?|ftps?|wss?|ssh|git|file):\/\/(?:[^\s/@?#]{1,128}@)?|www\.)([\p{L}\p{N}.:[\]-]{1,253})/giu;

/** Web addresses: whom they lead to changes while the data stays. Reserved example hosts pass. */
export const urlRule: Rule = {
  name: 'url',
  mayFind: (text, { bits }) =>
    ((bits & has.colon) !== 0 && /[:：][/／]{2}/.test(text)) || /[wｗ][.．]/i.test(text),
  find: (text) =>
    hitsOf(toAsciiForms(text), address, ({ 1: host = '' }) =>
      isReservedHost(host.replace(/:\d*$/, '').replace(/[.:]+$/, ''))
        ? undefined
        : { code: 'W_URL', message: 'a web address' },
    ),
};
