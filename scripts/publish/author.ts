import { UserError } from '../errors.ts';

export type Author = { name: string; email: string };

/** Control and bidirectional characters, and the ones that delimit an e-mail address in a commit. */
const forbiddenInName = /[\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff<>]+/gu;

/** What Git itself strips from the ends of a name (`strbuf_addstr_without_crud`, ident.c). */
const crud = '[\\s.,:;"\\\\\']+';
const crudAtEnds = new RegExp(`^${crud}|${crud}$`, 'g');

/** What a run file's `author` may hold (`schemas/run.schema.json`). */
const maxLength = 200;

const emailPattern = /^[^\s<>@\p{Cc}]+@[^\s<>@\p{Cc}]+$/u;

/**
 * A name and address that Git writes into a commit unchanged, so that the commit's author and the sign-off
 * are the same text.
 * @throws UserError where nothing usable is left.
 */
export function cleanAuthor({ name, email }: Author): Author {
  const cleanName = cleanedName(name);
  if (cleanName === '') {
    throw new UserError(`the author's name ${JSON.stringify(name)} holds nothing that a sign-off can show`, {
      code: 'BAD_AUTHOR',
      fix: 'Set your name: git config user.name "Your Name"',
    });
  }
  const cleanEmail = email.trim();
  if (!emailPattern.test(cleanEmail)) {
    throw new UserError(`the author's e-mail address ${JSON.stringify(email)} is not of the form name@host`, {
      code: 'BAD_AUTHOR',
      fix: 'Set your address: git config user.email you@example.org',
    });
  }
  const author = { name: cleanName, email: cleanEmail };
  if (formatAuthor(author).length > maxLength) {
    throw new UserError(`the author's name and address are longer than ${maxLength} characters`, {
      code: 'BAD_AUTHOR',
      fix: 'Set a shorter name: git config user.name "Your Name"',
    });
  }
  return author;
}

/** `Name <e-mail>`, of an author that `cleanAuthor` returned. */
export function formatAuthor({ name, email }: Author): string {
  return `${name} <${email}>`;
}

/** The Developer Certificate of Origin line. */
export function formatSignOff(author: Author): string {
  return `Signed-off-by: ${formatAuthor(author)}`;
}

function cleanedName(name: string): string {
  const oneLine = name.toWellFormed().normalize('NFC').replace(forbiddenInName, ' ');
  return oneLine.replace(/\s+/g, ' ').replace(crudAtEnds, '');
}
