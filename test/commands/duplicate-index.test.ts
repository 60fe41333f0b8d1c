import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { randomAt } from '../../scripts/sample/random.ts';
import { serveFolder } from '../check/index/serve-folder.ts';
import { runHere } from '../support/run-here.ts';
import { exampleRunFile, jsonl, run, textSample } from '../support/samples.ts';
import { evenhand, git, newWorkshop } from '../support/workshop.ts';

const otherRun = '2026-11-25-evening-0a1b2c3d';
const textOf = (seed: number) =>
  Array.from({ length: 30 }, (_, index) => `w${randomAt(index, seed) % 4_000}`).join(' ');
const dataPath = (name: string) => `data/gender/2026/${name}.jsonl`;

let folder = '';
let server: Awaited<ReturnType<typeof serveFolder>>;

/** A contribution's files. */
function write(name: string, texts: string[]): void {
  const data = jsonl(texts.map((text) => textSample(text, { run: name })));
  const sha256 = createHash('sha256').update(data).digest('hex');
  const files = [{ path: dataPath(name), sha256, samples: texts.length }];
  const record = { ...exampleRunFile, run: name, date: name.slice(0, 10), files };
  mkdirSync(join(folder, 'data/gender/2026'), { recursive: true });
  writeFileSync(join(folder, dataPath(name)), data);
  writeFileSync(join(folder, `data/gender/2026/${name}.run.json`), `${JSON.stringify(record, null, 2)}\n`);
}

function commit(message: string): void {
  git(folder, 'add', '--all');
  git(folder, 'commit', '--quiet', '--message', message);
}

async function call(...args: string[]) {
  const env = { XDG_CACHE_HOME: join(folder, '../cache') };
  const { code, stdout, stderr } = await evenhand([...args, '--json'], { cwd: folder, env });
  return { code, stderr, answer: stdout ? JSON.parse(stdout) : undefined };
}

const nearDuplicate = (path: string) => ({
  code: 'E_NEAR_DUPLICATE',
  path,
  line: 2,
  other: { path: dataPath(run), line: 8 },
});

describe('an index from the command line', () => {
  beforeAll(async () => {
    folder = newWorkshop();
    write(
      run,
      Array.from({ length: 60 }, (_, seed) => textOf(seed)),
    );
    commit('Data');
    const batch = [textOf(500), `${textOf(7)} and one word more`].map((text) => textSample(text));
    writeFileSync(join(folder, 'batch.jsonl'), jsonl(batch));
    server = await serveFolder(folder);
  });
  afterAll(() => server.close());

  it('is not built of nothing', async () => {
    const data = join(newWorkshop(), 'data');
    mkdirSync(data);
    writeFileSync(join(data, 'tombstones.jsonl'), '');
    const { code, stderr } = await runHere(join(data, '..'), 'index build');
    expect(code).toBe(2);
    expect(stderr).toContain(`there are no samples in ${data}: expected .jsonl files with one sample a line`);
    expect(existsSync(join(data, '../.evenhand'))).toBe(false);
    const elsewhere = await runHere(join(data, '../..'), 'index build');
    expect(elsewhere).toMatchObject({ code: 2, stderr: expect.stringContaining('there is no dataset in') });
  });

  it('is built, verified, and names the original of a batch by reading a part of the data', async () => {
    expect(await call('index', 'build')).toMatchObject({ code: 0, answer: { documents: 60, kept: 0 } });
    expect(await call('index', 'verify')).toMatchObject({ code: 0, answer: { documents: 60, segments: 1 } });
    const { answer } = await call('index', 'query', 'batch.jsonl');
    expect(answer.places).toEqual([{ path: dataPath(run), line: 8 }]);
    const dataBytes = readFileSync(join(folder, dataPath(run))).length;
    expect(answer.cost.bytes).toBeLessThan(dataBytes);
  });

  it('serves check instead of the dataset, from a server too', async () => {
    const only = ['--only', 'duplicates'];
    const remote = `${server.address}/.evenhand/index`;
    const found = await call('check', 'batch.jsonl', '--against', remote, ...only);
    expect(found).toMatchObject({ code: 1, answer: { findings: [nearDuplicate('batch.jsonl')] } });
    expect(server.ranges.length).toBeGreaterThan(2);
  });

  it('serves the check of a pull request, whose base has data that the index does not cover', async () => {
    git(folder, 'checkout', '--quiet', '-b', 'base');
    write('2026-11-24-later-0a1b2c3d', [textOf(900)]);
    git(folder, 'add', 'data');
    git(folder, 'commit', '--quiet', '--message', 'Merged since the index was built');
    git(folder, 'checkout', '--quiet', '-b', 'pull-request');
    write(otherRun, [`${textOf(900)} again`, `${textOf(7)} and one word more`]);
    git(folder, 'add', 'data');
    git(folder, 'commit', '--quiet', '--message', 'Contribution');
    git(folder, 'checkout', '--quiet', 'main');
    const change = ['--base', 'base', '--head', 'pull-request', '--only', 'duplicates'];
    const whole = await call('check', ...change);
    const indexed = await call('check', ...change, '--against', '.evenhand/index');
    expect(indexed.answer.findings).toMatchObject([
      { line: 1, other: { path: dataPath('2026-11-24-later-0a1b2c3d') } },
      nearDuplicate(dataPath(otherRun)),
    ]);
    expect(indexed.answer.findings).toEqual(whole.answer.findings);
  });

  it('that is damaged is not believed, and one that is not there is not made up', async () => {
    const at = join(folder, '.evenhand/index');
    const name = readdirSync(at).find((file) => file.endsWith('.bands'))!;
    const bytes = readFileSync(join(at, name));
    bytes[bytes.length - 3]! ^= 1;
    writeFileSync(join(at, name), bytes);
    const verified = await call('index', 'verify');
    expect(verified.code).toBe(2);
    expect(verified.stderr).toContain('BAD_INDEX');
    const missing = await call('index', 'query', 'batch.jsonl', '--index', 'nowhere');
    expect(missing.code).toBe(2);
    expect(missing.stderr).toContain('NO_INDEX');
    for (const verb of ['build', 'verify']) {
      const elsewhere = await call('index', verb, '--index', `${server.address}/.evenhand/index`);
      expect(elsewhere.code).toBe(2);
      expect(elsewhere.stderr).toContain('is an address');
    }
  });
});
