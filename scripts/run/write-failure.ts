import { UserError } from '../errors.ts';

/** Words a failed write: what it means for the run, and what to do. */
export function writeFailed(path: string): (error: unknown) => never {
  return (cause) => {
    const { code, message } = cause as NodeJS.ErrnoException;
    const fix = writeFixes[code ?? ''] ?? 'Check the folder, or choose another one with --out.';
    throw new UserError(`cannot write ${path}: ${message}`, {
      code: 'WRITE_FAILED',
      fix,
      blame: 'world',
      cause,
    });
  };
}

const writeFixes: Record<string, string> = {
  ENOSPC: 'The disk is full. What is saved stays: free some space and run the same command again to go on.',
  EROFS: 'The disk is read-only: choose another folder with --out.',
  EACCES: 'You may not write there: choose another folder with --out.',
  ENOTDIR: 'A file stands where a folder is needed: choose another folder with --out.',
  EEXIST: 'A file stands where a folder is needed: choose another folder with --out.',
};
