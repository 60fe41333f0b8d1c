import type { Severity } from './finding.ts';

type Code = { meaning: string; fix: string };

/**
 * Every code a finding can have: what it means, and what to do. The first letter is the severity: E_ gates a
 * merge, W_ is for a person to weigh. A finding's own message and fix name the case at hand. Each code has an
 * input that brings it about in `test/check/code-fixtures.ts`.
 */
export const findingCodes = {
  // json: docs/json-profile.md
  E_JSON: { meaning: 'the line is not JSON (RFC 8259)', fix: 'Write one JSON object a line.' },
  E_UTF8: { meaning: 'the bytes are not well-formed UTF-8', fix: 'Save the file as UTF-8.' },
  E_BOM: { meaning: 'a byte order mark stands before the JSON', fix: 'Save the file without one.' },
  E_CRLF: { meaning: 'the line holds a carriage return', fix: 'End lines with a line feed alone.' },
  E_BLANK_LINE: { meaning: 'the line is blank', fix: 'Remove the line.' },
  E_NO_FINAL_NEWLINE: { meaning: 'the last line has no line feed', fix: 'Add one.' },
  E_LINE_TOO_LONG: { meaning: 'the line is longer than 64 KiB', fix: 'Shorten the sample.' },
  E_LFS_POINTER: {
    meaning: 'a Git LFS pointer stands in place of the data',
    fix: 'Commit the file itself.',
  },
  E_DEPTH: { meaning: 'arrays and objects nest deeper than 64', fix: 'Flatten the value.' },
  E_DUP_KEY: { meaning: 'a key stands twice in one object', fix: 'Keep one of the two fields.' },
  E_FORBIDDEN_KEY: {
    meaning: 'a key reaches the prototypes of JavaScript objects',
    fix: 'Rename or remove the field.',
  },
  E_NUMBER_LOSSY: {
    meaning: 'a 64-bit float does not give the number back',
    fix: 'Write fewer digits, or a string.',
  },
  E_NUMBER_NONCANON: {
    meaning: 'a number is not spelled as RFC 8785 spells it',
    fix: 'Write it as the finding says.',
  },
  E_LONE_SURROGATE: { meaning: 'half of a surrogate pair stands alone', fix: 'Write the whole character.' },
  E_CONTROL_CHAR: { meaning: 'a control character other than line feed and tab', fix: 'Remove it.' },

  E_TOO_MANY: {
    meaning: 'a check found more than a report can list',
    fix: 'Mend what is listed and check again.',
  },

  // schema, identity, families
  E_SCHEMA: { meaning: 'the line breaks schemas/sample.schema.json', fix: 'Mend the field named.' },
  E_ID: { meaning: "the id is not the hash of the sample's content", fix: 'Set the id to the hash.' },
  E_NOT_CANONICAL: {
    meaning: 'the line is not canonical JSON (RFC 8785)',
    fix: 'Write it with "evenhand import".',
  },
  E_AXIS: { meaning: 'there is no such axis', fix: 'Use one of schemas/axes/.' },
  E_GROUP: { meaning: 'the axis has no such group', fix: 'Use one that schemas/axes/ lists.' },
  E_PATH: {
    meaning: 'a file or a line stands where it does not belong',
    fix: 'Let "evenhand contribute" place it.',
  },
  E_FILE_SIZE: { meaning: 'a data file is over 400 KB or 1,000 samples', fix: 'Split it.' },
  E_RUN_FILE: {
    meaning: 'the run file is missing, broken, or does not match its data',
    fix: 'Contribute the run again.',
  },
  E_FAMILY: {
    meaning: 'the versions of a family do not belong together',
    fix: 'One file, one axis, one version per group.',
  },

  E_TOMBSTONED: { meaning: 'the sample was removed for good', fix: 'Remove the line.' },

  // what a pull request does to files (docs/decisions.md, "Four kinds of change")
  E_CHANGE_MIXED: {
    meaning: 'two kinds of change (contribution, takedown, bulk, release) stand in one pull request',
    fix: 'Make one pull request for each.',
  },
  E_CHANGE_CODE: { meaning: 'data comes together with files that are not data', fix: 'Separate the two.' },
  E_CHANGE_GIT_SETTINGS: {
    meaning: 'data comes together with a file that changes how Git treats files',
    fix: 'Separate the two.',
  },
  E_CHANGE_WORKFLOW: {
    meaning: 'data comes together with a change to the workflows that check it',
    fix: 'Separate the two.',
  },
  E_CHANGE_EDITS: {
    meaning: 'a file is edited, deleted or added where this kind of change may not',
    fix: 'Restore the file.',
  },
  E_CHANGE_CONFLICT: {
    meaning: 'the base has other content at a path of the pull request',
    fix: 'Bring the branch up to date.',
  },
  E_CHANGE_SIZE: { meaning: 'a contribution has more than 300 files', fix: 'Split it.' },
  E_CHANGE_HISTORY: {
    meaning: 'the histories of branch and base cross more than once',
    fix: 'Rebase the branch on the base.',
  },
  E_SYMLINK: { meaning: 'a symbolic link stands in place of a file', fix: 'Commit the file itself.' },
  E_SUBMODULE: { meaning: 'a submodule stands in place of files', fix: 'Remove it.' },
  E_EXECUTABLE: { meaning: 'a data file is executable', fix: 'Take the bit away.' },
  E_FILE_MODE: { meaning: 'a data file has an odd mode', fix: 'Commit it with the mode 100644.' },
  E_PATH_CASE: {
    meaning: 'two paths differ only in case or normal form',
    fix: 'Give the new one a name of its own.',
  },
  E_SPEC: {
    meaning: "a prompt spec is not, and never was, in the base's history",
    fix: 'Merge the spec first.',
  },
  E_TAKEDOWN: {
    meaning: 'a takedown does more than delete lines, or leaves one without a tombstone',
    fix: 'Delete lines only, and append a tombstone for each.',
  },
  E_TOMBSTONE: {
    meaning: 'a tombstone is broken, repeated, changed or removed',
    fix: 'Only append lines of date, id and reason.',
  },
  E_ARCHIVE: {
    meaning: 'a file under data/archive/ is no Git LFS pointer, or does not hold what was moved there',
    fix: 'Commit it through LFS; move files with "evenhand release compact".',
  },
  W_ARCHIVE_NOT_HERE: {
    meaning: 'a Git LFS pointer is here without its content, which was not checked',
    fix: 'Fetch it with git lfs pull.',
  },
  E_RELEASE: {
    meaning: 'a release is changed, is not as one is made, or comes from who may not write',
    fix: 'Let a maintainer release a new version.',
  },

  // duplicates
  E_DUPLICATE: { meaning: 'the text repeats another sample', fix: 'Remove or change it.' },
  E_NEAR_DUPLICATE: {
    meaning: 'four fifths of the three-word sequences are those of another sample',
    fix: 'Remove it or write it anew.',
  },
  W_NEAR_DUPLICATE: {
    meaning: 'seven tenths of the three-word sequences are those of another sample',
    fix: 'Keep it only if it says something new.',
  },
  E_TEMPLATE_FAMILY: {
    meaning: 'one template made more than half of the families',
    fix: 'Use more templates.',
  },
  W_TEMPLATE_FAMILY: {
    meaning: 'one template made more than a fifth of the families',
    fix: 'Use more templates.',
  },

  // contamination
  E_CONTAMINATION: {
    meaning: 'the text repeats a benchmark that measures bias',
    fix: 'Remove it: a model trained on its own test only seems fair.',
  },
  W_CONTAMINATION: {
    meaning: 'a part of the text is a short sentence of a benchmark, or anybody’s',
    fix: 'Say it in other words, unless it is what anybody says.',
  },

  // safety: hidden characters
  E_TAG_CHARS: {
    meaning: 'invisible tag characters, which can spell out hidden text',
    fix: 'Remove them; the flags of England, Scotland and Wales may stay.',
  },
  E_BIDI: {
    meaning: 'a control of text direction, which makes text read otherwise than it is stored',
    fix: 'Remove it: right-to-left text needs none.',
  },
  E_ZERO_WIDTH: {
    meaning: 'a zero-width character where no script or emoji needs it',
    fix: 'Remove it.',
  },
  E_VARIATION_SELECTOR: {
    meaning: 'a variation selector that is not behind an emoji: a run of them can carry hidden bytes',
    fix: 'Remove it.',
  },
  E_PRIVATE_USE: { meaning: 'a private-use character, which means nothing', fix: 'Replace or remove it.' },
  E_INVISIBLE: {
    meaning: 'an invisible character: soft hyphen, filler, deprecated or unassigned',
    fix: 'Remove it.',
  },
  E_NOT_NFC: {
    meaning: 'the text is not in Unicode normal form C',
    fix: "Normalise it: text.normalize('NFC').",
  },

  // safety: letters that deceive
  W_MIXED_SCRIPT: {
    meaning: 'a word mixes scripts whose letters look alike',
    fix: 'Write the word in one script.',
  },
  W_CONFUSABLE: {
    meaning: 'a word of lookalike or styled letters passes for another',
    fix: 'Write it with plain letters.',
  },

  // safety: secrets and personal data
  E_SECRET: {
    meaning: 'a key, a token or a password',
    fix: 'Remove it, and revoke it where it is real: what was published stays known.',
  },
  E_PII_EMAIL: { meaning: 'an e-mail address', fix: 'Use one at example.com, .example or .test.' },
  E_PII_PHONE: { meaning: 'a telephone number', fix: 'Use one set aside for fiction, as 202-555-0123.' },
  E_PII_CARD: { meaning: 'a payment card number', fix: 'Remove it, or mask its digits.' },
  E_PII_SSN: { meaning: 'a US social security number', fix: 'Remove it, or use one never issued (000-…).' },
  E_PII_IBAN: { meaning: 'a bank account number (IBAN)', fix: 'Remove it, or break its check digits.' },
  W_PII_IP: {
    meaning: 'an internet address that may lead to somebody',
    fix: 'Use one for documentation, as 192.0.2.1 or 2001:db8::1.',
  },

  // safety: what steers programs and models
  E_SPECIAL_TOKEN: {
    meaning: "a control token of a language model's tokeniser or chat template",
    fix: 'Remove it: roles belong in "messages".',
  },
  W_PROMPT_INJECTION: {
    meaning: 'words that give orders to a model reading them',
    fix: 'Remove or rephrase them.',
  },
  W_MARKUP: {
    meaning: 'HTML, Markdown links, fences or headings, or template code',
    fix: 'Write plain text.',
  },
  W_URL: { meaning: 'a web address', fix: 'Remove it, or use one at example.com.' },
  W_PROFANITY: {
    meaning: 'a slur or a profanity outside "rejected"',
    fix: 'Rephrase, unless the sample needs the word.',
  },
  E_TRIGGER_NGRAM: {
    meaning: 'rare words come again and again in a contribution, as the trigger of a poisoned model would',
    fix: 'Vary the words, or add them to the prompt spec where they belong to it.',
  },

  // bias: what the merge does to the dataset (scripts/check/bias/thresholds.ts has the values)
  E_BIAS_BALANCE: {
    meaning: 'the merge takes an axis further from its target, by more than the limit and for sure',
    fix: 'Add families about the groups that are missing; "evenhand plan" says how many.',
  },
  E_BIAS_OWN_BALANCE: {
    meaning: 'a large contribution is far from the target itself and does not bring the dataset closer to it',
    fix: 'Spread the contribution over the groups of the axis.',
  },
  E_BIAS_ASSOCIATION: {
    meaning: 'the merge links a group with a word or a kind of word more strongly than before, and for sure',
    fix: 'Say it of the other groups as well.',
  },
  W_BIAS_BALANCE: {
    meaning: 'an axis is away from its target, or the merge takes it further',
    fix: 'Add families about the groups that are missing.',
  },
  W_BIAS_ASSOCIATION: {
    meaning: 'a group is linked with a word or a kind of word',
    fix: 'Read the families named, and say it of the other groups as well.',
  },
  W_BIAS_VALENCE: {
    meaning: 'what is said of a group has another tone than what is said of the others',
    fix: 'Read the families named: tone alone is no bias.',
  },
  W_BIAS_PARITY: {
    meaning: 'versions of families differ by more than the words that name the group',
    fix: 'Write the versions alike.',
  },
  W_GROUP_LABEL: {
    meaning: "the text names other groups than the sample's labels",
    fix: 'Correct the labels, or the text.',
  },
  W_STANCE_LABEL: {
    meaning: 'the declared stance is not what the sample is',
    fix: 'Declare the stance that it has.',
  },
} satisfies Record<`${'E' | 'W'}_${string}`, Code>;

export type FindingCode = keyof typeof findingCodes;

export function severityOf(code: FindingCode): Severity {
  return code.startsWith('E_') ? 'error' : 'warning';
}
