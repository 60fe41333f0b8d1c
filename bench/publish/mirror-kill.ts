/**
 * Kills a mirror at each of its requests, before the request is done and behind it, then runs it again.
 * `--process` kills a real process instead, with SIGKILL, behind each request.
 *
 * usage: node --import tsx bench/publish/mirror-kill.ts [--process]
 */
import { equal } from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startHub, type TestHub } from '../../test/publish/hugging-face-hub/start-hub.ts';
import { killableFetch, type Moment } from '../../test/publish/mirror/killable-fetch.ts';
import { repo, runMirror } from '../../test/publish/mirror/mirror-run.ts';
import { assertSettled, titlesOf } from '../../test/publish/mirror/settled.ts';
import { smallRelease } from '../../test/publish/mirror/small-release.ts';

const { values } = parseArgs({ options: { process: { type: 'boolean', default: false } } });
const folder = smallRelease();
const receiptPath = `${folder}.receipt.json`;
const program = fileURLToPath(new URL('../../scripts/bin.mjs', import.meta.url));
const freshHub = () => startHub({ partBytes: 1_000, pageEntries: 4 });
const kill = values.process ? killProcess : killSimulated;

const counting = await freshHub();
const counter = killableFetch(Number.POSITIVE_INFINITY, 'after');
await runMirror({ hub: counting, folder, fetch: counter.fetch });
await counting.close();

let runs = 0;
const moments: Moment[] = values.process ? ['after'] : ['before', 'after'];
for (const moment of moments) {
  for (let position = 1; position <= counter.requests(); position++) {
    const hub = await freshHub();
    await kill(hub, position, moment);
    const { receipt } = await runMirror({ hub, folder });
    assertSettled(hub, folder, receipt());
    equal(titlesOf(hub).join(), 'initial commit,Release 0.1.0');
    await hub.close();
    runs += 1;
  }
}
process.stdout.write(
  `${values.process ? 'SIGKILL' : 'simulated'}: ${counter.requests()} requests, killed ${moments.join(' and ')} each: ${runs} runs, all whole by a second run: one commit, one tag, receipt true\n`,
);

async function killSimulated(hub: TestHub, position: number, moment: Moment): Promise<void> {
  const { fetch, killed } = killableFetch(position, moment);
  await Promise.race([runMirror({ hub, folder, fetch }), killed]);
}

async function killProcess(hub: TestHub, position: number, moment: Moment): Promise<void> {
  const args = ['mirror', folder, '--repo', repo, '--create', '--yes', '--receipt', receiptPath];
  const child = spawn(process.execPath, [program, ...args], {
    cwd: join(folder, '..'),
    env: { PATH: process.env['PATH'], HF_TOKEN: hub.token, HF_ENDPOINT: hub.url },
    stdio: 'ignore',
  });
  const ended = new Promise<void>((resolve) => void child.once('close', () => resolve()));
  hub.faultOf = (_, number) => {
    if (number !== position) return undefined;
    child.kill('SIGKILL');
    return moment === 'before' ? 'cut-before' : 'cut-after';
  };
  await ended;
  hub.faultOf = () => undefined;
  equal(child.signalCode, 'SIGKILL');
}
