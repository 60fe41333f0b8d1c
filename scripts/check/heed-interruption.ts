import { UserError } from '../errors.ts';
import type { SourceFile, SourceFiles } from './source-file.ts';

/**
 * The files as they are, as long as nobody interrupts: then reading on throws, at the next piece of a file.
 * @throws UserError `INTERRUPTED`: a check is whole or there is none, so that no part of a report can pass for one
 */
export function heedInterruption(files: SourceFiles, signal: AbortSignal | undefined): SourceFiles {
  if (!signal) return files;
  return {
    async *[Symbol.asyncIterator]() {
      for await (const file of files) {
        if (signal.aborted) throw interruptedCheck();
        yield { ...file, chunks: () => heedChunks(file, signal) };
      }
    },
  };
}

async function* heedChunks({ chunks }: SourceFile, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks()) {
    if (signal.aborted) throw interruptedCheck();
    yield chunk;
  }
}

export function interruptedCheck(): UserError {
  return new UserError('interrupted while files were checked: no report is written', {
    code: 'INTERRUPTED',
    fix: 'Run the same command again.',
    blame: 'interrupt',
  });
}
