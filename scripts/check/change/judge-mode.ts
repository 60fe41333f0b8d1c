import { fileFinding } from '../file-finding.ts';
import type { Finding } from '../finding.ts';

const plainFile = '100644';

const refusals: Record<string, { code: string; message: string; fix: string }> = {
  '100755': {
    code: 'E_EXECUTABLE',
    message: 'the file is executable',
    fix: 'Take the bit away: git update-index --chmod=-x <file>.',
  },
  '120000': {
    code: 'E_SYMLINK',
    message: 'a symbolic link stands in place of a file',
    fix: 'Commit the file itself.',
  },
  '160000': {
    code: 'E_SUBMODULE',
    message: 'a submodule stands in place of files',
    fix: 'Remove it: data is committed here, not referred to.',
  },
};

/** Data is plain files and nothing else. */
export function judgeMode(path: string, mode: string): Finding[] {
  if (mode === plainFile) return [];
  const unknown = {
    code: 'E_FILE_MODE',
    message: `the file has the mode ${mode}`,
    fix: 'Commit it with the mode 100644.',
  };
  return [fileFinding(path, (Object.hasOwn(refusals, mode) && refusals[mode]) || unknown)];
}
