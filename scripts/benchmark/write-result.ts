import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { writeFailed } from '../run/write-failure.ts';

/** Writes `scores.json` and `scores.html` into a folder, each whole or not at all. @throws UserError where it cannot. */
export async function writeResult(
  folder: string,
  { json, html }: { json: string; html: string },
): Promise<{ json: string; html: string }> {
  const paths = { json: join(folder, 'scores.json'), html: join(folder, 'scores.html') };
  await mkdir(folder, { recursive: true }).catch(writeFailed(folder));
  await writeFileAtomic(paths.json, json).catch(writeFailed(paths.json));
  await writeFileAtomic(paths.html, html).catch(writeFailed(paths.html));
  return paths;
}
