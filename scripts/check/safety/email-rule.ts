import { roleOf, separates } from '../../sample/fold-text.ts';
import { toAsciiForms } from './ascii-forms.ts';
import { has } from './features.ts';
import { isReservedHost } from './reserved-hosts.ts';
import { type Hit, hitsOf, type Rule } from './rule.ts';

/** Longest local part and longest label of a host name (RFC 5321, RFC 1035). */
const maxLocal = 64;

/** What an address may have before its @ beside letters and digits. */
const localMarks = ".!#$%&'*+/=?^_`{|}~-";
const host = /^(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.){1,8}\p{L}[\p{L}\p{N}-]{1,62}/u;
/** "jane.roe (at) mail (dot) net": written for people to read and programs not to. */
const spelledOut =
  /(?<![\w.+-])[\w.+-]{1,64} ?[[({<] ?at ?[\])}>] ?([\w-]{1,63})(?: ?[[({<] ?dot ?[\])}>] ?|\.)(\w{2,24})/gi;

/** Without brackets, and with blanks around the sign, only at hosts where everybody has a mailbox. */
const mailboxHosts =
  'gmail|googlemail|hotmail|outlook|yahoo|ymail|icloud|aol|gmx|proton(?:mail)?|mail|yandex|web|qq|163|zoho|fastmail|tutanota|hey';
const spokenAddress = new RegExp(
  String.raw`(?<![\w.+-])[\w.+-]{1,64}(?: dot [\w+-]{1,32}){0,3}(?: at | ?@ ?)(?:${mailboxHosts})(?: ?\. ?| ?dot )(?:com|net|org|de|ru|fr|me|co|eu|in|it|es)\b`,
  'gi',
);

/** E-mail addresses, but for those on reserved hosts. */
export const emailRule: Rule = {
  name: 'email',
  mayFind: (text, { bits }) =>
    (bits & has.at) !== 0 ||
    ((bits & has.bracket) !== 0 && /[[({<［（｛＜] ?[aａ][tｔ]/i.test(text)) ||
    / [aａ][tｔ] /i.test(text),
  find: (text) => {
    const folded = toAsciiForms(text);
    const plain = plainAddresses(folded);
    return [...plain, ...spelledOutAddresses(folded), ...(plain.length > 0 ? [] : spokenAddresses(folded))];
  },
};

function plainAddresses(text: string): Hit[] {
  const hits: Hit[] = [];
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    const start = text[at - 1] === '"' ? quotedStart(text, at) : localStart(text, at);
    const after = start < at ? host.exec(text.slice(at + 1, at + 256)) : null;
    if (after && !isReservedHost(after[0])) hits.push(hit(start));
  }
  return hits;
}

/** Where the local part before an @ begins; at the @ where there is none. */
function localStart(text: string, at: number): number {
  let start = at;
  for (let before = at - 1; before >= Math.max(0, at - maxLocal); before -= 1) {
    const unit = text.charCodeAt(before);
    const isWord = roleOf(unit) !== separates || unit === 0x5f;
    if (!isWord && !localMarks.includes(text.charAt(before))) break;
    // A dot or a quotation mark at its beginning belongs to the sentence.
    if (isWord) start = before;
  }
  return start;
}

/** Where a local part in quotation marks begins (RFC 5321): "jane roe"@… */
function quotedStart(text: string, at: number): number {
  const opening = text.lastIndexOf('"', at - 2);
  return opening >= 0 && at - opening <= maxLocal + 2 && at - opening > 2 ? opening : at;
}

function spelledOutAddresses(text: string): Hit[] {
  return hitsOf(text, spelledOut, ({ 1: name, 2: top }) =>
    isReservedHost(`${name}.${top}`) ? undefined : hit(0),
  );
}

function spokenAddresses(text: string): Hit[] {
  return hitsOf(text, spokenAddress, () => hit(0));
}

function hit(start: number): Hit {
  return { code: 'E_PII_EMAIL', start, message: 'an e-mail address' };
}
