import { fileFinding } from '../file-finding.ts';
import type { Finding } from '../finding.ts';
import type { ChangedContent } from './change.ts';

/** Git LFS never writes a longer pointer (its specification: fewer than 1,024 bytes). */
export const maxPointerBytes = 1_024;

/** A pointer as Git LFS's specification has it, without extensions. */
const pointer =
  /^version https:\/\/git-lfs\.github\.com\/spec\/v1\noid sha256:[0-9a-f]{64}\nsize (?:0|[1-9]\d{0,15})\n$/;

/** Under data/archive/ stand Git LFS pointers only: plain files there would be data that nobody reviews. */
export function judgePointer({ path, after }: Pick<ChangedContent, 'path' | 'after'>): Finding[] {
  if (after && pointer.test(new TextDecoder('utf-8', { ignoreBOM: true }).decode(after))) return [];
  return [
    fileFinding(path, {
      code: 'E_ARCHIVE',
      message: 'a file under data/archive/ is not a Git LFS pointer',
      fix: 'Commit it with git-lfs installed, so that .gitattributes applies: git lfs install.',
    }),
  ];
}
