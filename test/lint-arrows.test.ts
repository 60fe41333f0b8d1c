import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from './support/samples.ts';

const folder = mkdtempSync(join(tmpdir(), 'evenhand-lint-'));
for (const path of ['biome.json', '.gitignore', 'lint'])
  cpSync(join(projectRoot, path), join(folder, path), { recursive: true });

/** What the linter says of a file at this path, by the project's own rules. */
function lint(path: string, source: string): Promise<string> {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), source);
  return new Promise((resolve) => {
    execFile(
      join(projectRoot, 'node_modules/.bin/biome'),
      ['lint', path],
      { cwd: folder },
      (_, stdout, stderr) => resolve(stdout + stderr),
    );
  });
}

describe('the layer arrows and the purity of files, as lint errors', () => {
  it.each([
    [
      'scripts/sample/x.ts',
      "import { readFile } from 'node:fs';\nexport const x = readFile;\n",
      'noNodejsModules',
    ],
    [
      'scripts/sample/x.ts',
      "import { y } from '../check/y.ts';\nexport const x = y;\n",
      'scripts/sample may import only',
    ],
    [
      'scripts/check/x.ts',
      "import { y } from '../report/y.ts';\nexport const x = y;\n",
      'scripts/check may import only',
    ],
    [
      'scripts/provider/a/x.ts',
      "import { y } from '../../run/y.ts';\nexport const x = y;\n",
      'scripts/provider may import only',
    ],
    [
      'scripts/publish/apply-x.ts',
      "import { y } from '../run/y.ts';\nexport const x = y;\n",
      'scripts/publish may import only',
    ],
    [
      'scripts/run/x.ts',
      "import { y } from './read-y.ts';\nexport const x = y;\n",
      'must not import an edge file',
    ],
    ['scripts/report/x.ts', 'export const x = Date.now();\n', 'must not read the clock'],
    [
      'scripts/report/x.ts',
      'export const x = Math.random();\n',
      'must not read the clock or draw randomness',
    ],
    ['scripts/prompt/x.ts', "export const x = process.env['HOME'];\n", 'takes the world as arguments'],
  ])('%s: %j', async (path, source, words) => {
    expect(await lint(path, source)).toContain(words);
  });

  it.each([
    ['scripts/sample/read-x.ts', "import { readFile } from 'node:fs';\n\nexport const x = readFile;\n"],
    ['scripts/report/x.ts', "import { y } from '../check/y.ts';\n\nexport const x = y;\n"],
    ['scripts/commands/x.ts', "import { y } from '../publish/apply-y.ts';\n\nexport const x = y;\n"],
  ])('lets %s pass', async (path, source) => {
    expect(await lint(path, source)).toContain('No fixes applied');
  });
});
