import { foldText } from './fold-text.ts';
import { isReservedHost } from './reserved-hosts.ts';
import { hitsOf, type Rule } from './rule.ts';

const address =
  /(?<![\p{L}\p{N}])(?:(?:https?|ftps?|wss?|ssh|git|file):\/\/(?:[^\s/@?#]{1,128}@)?|www\.)([\p{L}\p{N}.:[\]-]{1,253})/giu;

/** Web addresses: whom they lead to changes while the data stays. Reserved example hosts pass. */
export const urlRule: Rule = {
  name: 'url',
  mayFind: (text) => /[:：]\/\/|[:：][／/]{2}|[wＷｗ]{3}[.．]/iu.test(text),
  find: (text) =>
    hitsOf(foldText(text), address, ({ 1: host = '' }) =>
      isReservedHost(host.replace(/:\d*$/, '').replace(/[.:]+$/, ''))
        ? undefined
        : { code: 'W_URL', message: 'a web address' },
    ),
};
