import { toAsciiForms } from './ascii-forms.ts';
import { has } from './features.ts';
import { isReservedHost } from './reserved-hosts.ts';
import { type Hit, hitsOf, type Rule } from './rule.ts';

/** Longest local part and longest label of a host name (RFC 5321, RFC 1035). */
const maxLocal = 64;

const localPart = /[\p{L}\p{N}](?:[\p{L}\p{N}.!#$%&'*+/=?^_`{|}~-]*[\p{L}\p{N}_+-])?$/u;
const host = /^(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.){1,8}\p{L}[\p{L}\p{N}-]{1,62}/u;
/** "jane.roe (at) mail (dot) net": written for people to read and programs not to. */
const spelledOut =
  /(?<![\w.+-])[\w.+-]{1,64} ?[[({<] ?at ?[\])}>] ?([\w-]{1,63})(?: ?[[({<] ?dot ?[\])}>] ?|\.)(\w{2,24})/gi;

/** E-mail addresses, but for those on reserved hosts. */
export const emailRule: Rule = {
  name: 'email',
  mayFind: (text, { bits }) =>
    (bits & has.at) !== 0 || ((bits & has.bracket) !== 0 && /[[({<［（｛＜] ?[aａ][tｔ]/i.test(text)),
  find: (text) => {
    const folded = toAsciiForms(text);
    return [...plainAddresses(folded), ...spelledOutAddresses(folded)];
  },
};

function plainAddresses(text: string): Hit[] {
  const hits: Hit[] = [];
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    const before = localPart.exec(text.slice(Math.max(0, at - maxLocal), at));
    const after = before && host.exec(text.slice(at + 1, at + 256));
    if (after && !isReservedHost(after[0])) hits.push(hit(at - before[0].length));
  }
  return hits;
}

function spelledOutAddresses(text: string): Hit[] {
  return hitsOf(text, spelledOut, ({ 1: name, 2: top }) =>
    isReservedHost(`${name}.${top}`) ? undefined : hit(0),
  );
}

function hit(start: number): Hit {
  return { code: 'E_PII_EMAIL', start, message: 'an e-mail address' };
}
