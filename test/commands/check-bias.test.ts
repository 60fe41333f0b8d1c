import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { BiasReport } from '../../scripts/check/bias/bias-report.ts';
import { jsonl, textSample } from '../support/samples.ts';
import { evenhand, git, newWorkshop } from '../support/workshop.ts';

let folder = '';

function commit(branch: string, files: Record<string, string>): void {
  git(folder, 'checkout', '--quiet', '-B', branch);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  git(folder, 'add', '--all');
  git(folder, 'commit', '--quiet', '--message', branch);
}

const people = (who: string, group: string, from: number, count: number) =>
  Array.from({ length: count }, (_, n) =>
    textSample(`The ${who} of house ${from + n} reads.`, { groups: [group] }),
  );
const dataPath = (slug: string) => `data/gender/2026/2026-11-24-${slug}-7c1e09aa.jsonl`;

async function biasOf(head: string, ...more: string[]): Promise<BiasReport> {
  const line = ['check', '--base', 'main', '--head', head, '--only', 'bias', '--json', ...more];
  const { stdout, stderr } = await evenhand(line, { cwd: folder });
  if (stdout === '') throw new Error(stderr);
  return (JSON.parse(stdout) as { bias: BiasReport }).bias;
}

describe('check --base: bias', () => {
  beforeAll(() => {
    folder = newWorkshop();
    const first = [
      ...people('woman', 'women', 0, 130),
      ...people('man', 'men', 0, 85),
      ...people('nonbinary person', 'nonbinary-people', 0, 85),
    ];
    commit('main', {
      [dataPath('first')]: jsonl(first),
      'evenhand.json': '{"bias": {"balance": {"worsening": 0.03}}}',
    });
    const released = git(folder, 'rev-parse', 'HEAD').trim();
    commit('main', { 'releases/0.1.0/manifest.json': JSON.stringify({ commit: released }) });
    commit('main', { [dataPath('second')]: jsonl(people('woman', 'women', 130, 9)) });
  }, 60_000);

  it("takes the owner's thresholds from the base, never from the pull request", async () => {
    commit('lenient', {
      [dataPath('third')]: jsonl(people('man', 'men', 100, 3)),
      'evenhand.json': '{"bias": {"balance": {"worsening": 0.9, "own": 0.9}}}',
    });
    git(folder, 'checkout', '--quiet', 'lenient');
    const { thresholds } = await biasOf('lenient');
    expect(thresholds.balance).toMatchObject({ worsening: 0.03, own: 0.2 });
    git(folder, 'checkout', '--quiet', 'main');
  });

  it('counts small steps since the last release, by its commit or its saved state', async () => {
    commit('step', { [dataPath('third')]: jsonl(people('woman', 'women', 139, 9)) });
    git(folder, 'checkout', '--quiet', 'main');
    const { changes } = await biasOf('step');
    expect(changes[0]).toMatchObject({ measure: 'balance', status: 'gate' });
    expect(changes[0]?.change).toMatchObject({ value: expect.closeTo(0.0156, 3) });
    expect(changes[0]?.drift).toMatchObject({ value: expect.closeTo(0.0321, 3) });
    // The state of the released commit alone, as a release brings it.
    git(folder, 'checkout', '--quiet', 'main~1');
    await evenhand(['stats', '--save-state', 'state.json'], { cwd: folder });
    git(folder, 'checkout', '--quiet', 'main');
    expect((await biasOf('step', '--bias-state', 'state.json')).changes).toEqual(changes);
  });
});
