import { parsePointer } from '../../sample/lfs-pointer.ts';
import { fileFinding } from '../file-finding.ts';
import type { Finding } from '../finding.ts';
import type { ChangedContent } from './change.ts';

/** Under data/archive/ stand Git LFS pointers only: plain files there would be data that nobody reviews. */
export function judgePointer({ path, after }: Pick<ChangedContent, 'path' | 'after'>): Finding[] {
  if (after && parsePointer(after)) return [];
  return [
    fileFinding(path, {
      code: 'E_ARCHIVE',
      message: 'a file under data/archive/ is not a Git LFS pointer',
      fix: 'Commit it with git-lfs installed, so that .gitattributes applies: git lfs install.',
    }),
  ];
}
