/**
 * Kills `contribute` (SIGKILL, a real process) after each request of its way through a fork, one position after the
 * other, before the answer to that request is sent; runs the same command again; compares what stands on the hub with
 * what an undisturbed run leaves. Then the same under seeded faults, without a kill, until the command succeeds.
 *
 *   node --import tsx bench/publish/kill-sweep.ts [--seeds 20]
 */
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import { type Fault, noFaults, seededFaults } from '../../test/publish/github-hub/faults.ts';
import { gitIn } from '../../test/publish/github-hub/git-store.ts';
import { type GithubHub, startGithubHub } from '../../test/publish/github-hub/start-hub.ts';
import type { Account, HubRepository } from '../../test/publish/github-hub/state.ts';
import { projectRoot } from '../../test/support/samples.ts';
import { evenhand, git, gitEnv, newWorkshop } from '../../test/support/workshop.ts';

const { values } = parseArgs({ options: { seeds: { type: 'string', default: '10' } } });

const workshop = newWorkshop();
await evenhand(['generate', 'prompts/gender', '--count', '12'], { cwd: workshop });
const [run = ''] = readdirSync(join(workshop, 'runs'));
const branch = `contribute/${run}`;

type Scene = { folder: string; hub: GithubHub; upstream: HubRepository; ann: Account };

async function setScene(): Promise<Scene> {
  const folder = join(mkdtempSync(join(tmpdir(), 'evenhand-sweep-')), 'clone');
  cpSync(workshop, folder, { recursive: true });
  const hub = await startGithubHub({ forkLooks: 4 });
  const upstream = await hub.repository('acme', 'evenhand', { from: folder });
  git(folder, 'remote', 'set-url', 'origin', `${hub.url}/acme/evenhand.git`);
  return { folder, hub, upstream, ann: hub.account('ann') };
}

async function clear({ folder, hub }: Scene): Promise<void> {
  await hub.close();
  rmSync(dirname(folder), { recursive: true, force: true });
}

/** The command in a process group of its own, so that a kill takes the Git it has started along, as a power cut would. */
function start({ folder, hub, ann }: Scene) {
  const child = spawn(process.execPath, [join(projectRoot, 'scripts/bin.mjs'), 'contribute', run, '--yes'], {
    cwd: folder,
    env: { ...gitEnv, GITHUB_API_URL: hub.url, GH_TOKEN: ann.token.value },
    stdio: 'ignore',
    detached: true,
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  return { ended, kill: () => process.kill(-(child.pid ?? 0), 'SIGKILL') };
}

async function remains({ hub, upstream }: Scene) {
  const branches = [];
  for (const repository of hub.repositories) {
    const tree = await gitIn(repository, 'rev-parse', '--verify', '--quiet', `${branch}^{tree}`).catch(
      () => '',
    );
    if (tree !== '') branches.push([repository.owner, repository.name, tree]);
  }
  const pulls = upstream.pulls.map(({ head, title, body, state }) => [
    head.repository.owner,
    title,
    body,
    state,
  ]);
  return { repositories: hub.repositories.map(({ owner, name }) => `${owner}/${name}`), branches, pulls };
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

const whole = await setScene();
if ((await start(whole).ended) !== 0) throw new Error('the undisturbed run failed');
const expected = await remains(whole);
const count = whole.hub.requests.length;
say(
  `${count} requests; undisturbed: ${expected.repositories.length - 1} fork, ${expected.branches.length} branch, ${expected.pulls.length} pull request`,
);
await clear(whole);

let same = 0;
for (let position = 1; position <= count; position += 1) {
  const scene = await setScene();
  const killed = start(scene);
  scene.hub.onHandled(({ index }) => index === position && killed.kill());
  const code = await killed.ended;
  scene.hub.onHandled(() => {});
  const again = await start(scene).ended;
  const equal = isDeepStrictEqual(await remains(scene), expected);
  const { method = '', path = '' } = scene.hub.requests[position - 1] ?? {};
  if (code === null && again === 0 && equal) same += 1;
  else
    say(`position ${position} (${method} ${path}): killed ${code === null}, again ${again}, same ${equal}`);
  await clear(scene);
}
say(`killed after each of ${count} requests and run again: ${same} of ${count} end the same`);

const faults: Fault[] = [
  { kind: 'status', status: 502 },
  { kind: 'dropped' },
  { kind: 'lost' },
  { kind: 'secondary-limit', retryAfterS: 1 },
];
const seeds = Number(values.seeds);
let survived = 0;
for (let seed = 1; seed <= seeds; seed += 1) {
  const scene = await setScene();
  scene.hub.setFaults(seededFaults({ seed, share: 0.2, faults }));
  for (let tries = 0; tries < 10 && (await start(scene).ended) !== 0; ) tries += 1;
  scene.hub.setFaults(noFaults);
  if (isDeepStrictEqual(await remains(scene), expected)) survived += 1;
  else say(`seed ${seed}: ${JSON.stringify(await remains(scene))}`);
  await clear(scene);
}
say(`seeded faults in a fifth of all requests: ${survived} of ${seeds} end the same`);
rmSync(dirname(workshop), { recursive: true, force: true });
