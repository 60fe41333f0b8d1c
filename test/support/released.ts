import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runHere } from './run-here.ts';
import { git, gitEnv, newWorkshop } from './workshop.ts';

/** Runs the program and fails loudly. */
async function must(line: string, cwd: string): Promise<string> {
  const { code, stdout, stderr } = await runHere(cwd, line, gitEnv);
  if (code !== 0) throw new Error(`evenhand ${line}: exit ${code}\n${stdout}${stderr}`);
  return stdout;
}

/** A clone whose main holds a run of prompt specs, contributed and merged: the way data really comes in. */
export async function newDataset(count: number): Promise<string> {
  const folder = newWorkshop();
  const { id } = JSON.parse(await must(`generate --count ${count} --json`, folder)).run;
  const { branch } = JSON.parse(await must(`contribute ${id} --prepare --json`, folder));
  git(folder, 'push', '--quiet', 'origin', `${branch}:main`);
  git(folder, 'fetch', '--quiet');
  git(folder, 'reset', '--quiet', '--hard', 'origin/main');
  return folder;
}

/** Commits a file on main, as a maintainer would. */
export function commitFile(folder: string, path: string, content: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), content);
  git(folder, 'add', '--all');
  git(folder, 'commit', '--quiet', '--message', path);
}
