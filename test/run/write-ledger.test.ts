import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import {
  appendFile,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  rmdir,
  stat,
  symlink,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { LedgerRecord } from '../../scripts/run/ledger.ts';
import { readLedger } from '../../scripts/run/read-ledger.ts';
import { appendToLedger, openLedger } from '../../scripts/run/write-ledger.ts';
import { type MutexWorld, writeMutex } from '../../scripts/run/write-mutex.ts';
import { projectRoot } from '../support/samples.ts';

const at = '2026-11-24T10:00:00.000Z';
let nonces = 0;

function world(): MutexWorld {
  nonces += 1;
  return { nonce: `n${nonces}`, now: Date.now, sleep: (ms) => sleep(ms), random: Math.random };
}

const newPath = async () => join(await mkdtemp(join(tmpdir(), 'evenhand-ledger-')), 'ledger.jsonl');
const open = (path: string, capMicroUsd = 100) => openLedger(path, { capMicroUsd, world: world() });

function reserve(id: string, costMicroUsd: number): Extract<LedgerRecord, { type: 'RESERVE' }> {
  return { type: 'RESERVE', id, at, run: 'r', model: 'm', costMicroUsd };
}

const tokens = { input: 1, output: 1 };

describe('a ledger on disk', () => {
  it('grants until the cap, and again once something is settled below its worst case', async () => {
    const path = await newPath();
    const ledger = await open(path);
    expect(await Promise.all(['a', 'b', 'c'].map((id) => ledger.reserve(reserve(id, 40))))).toEqual([
      true,
      true,
      false,
    ]);
    await ledger.append({ type: 'SETTLE', id: 'a', at, costMicroUsd: 20, tokens });
    expect(await ledger.reserve(reserve('c', 40))).toBe(true);
    await ledger.append({ type: 'VOID', id: 'b', at, reason: 'x' });
    await ledger.append({ type: 'UNKNOWN', id: 'c', at, reason: 'x' });
    await ledger.close();
    const again = await open(path);
    expect(again.balance).toMatchObject({
      settledMicroUsd: 20,
      unknownMicroUsd: 40,
      reservedMicroUsd: 0,
      strays: 0,
    });
    await again.close();
    expect(await readdir(join(path, '..'))).toEqual(['ledger.jsonl']);
  });

  it('cuts a torn tail back, whether it finds it at the start or under way', async () => {
    const path = await newPath();
    const ledger = await open(path);
    await ledger.reserve(reserve('a', 10));
    const whole = (await stat(path)).size;
    await appendFile(path, '{"sum":"0123');
    await ledger.reserve(reserve('b', 10));
    await ledger.close();
    await truncate(path, (await stat(path)).size - 1);
    const again = await open(path);
    expect([...again.balance.open.keys()]).toEqual(['a']);
    expect((await stat(path)).size).toBe(whole);
    await again.close();
  });

  it('refuses a ledger that was changed, or cut while it was open', async () => {
    const path = await newPath();
    const ledger = await open(path);
    await ledger.reserve(reserve('a', 10));
    const text = await readFile(path, 'utf8');
    await writeFile(path, text.replace('"costMicroUsd":10', '"costMicroUsd":11'));
    await expect(open(path)).rejects.toMatchObject({ code: 'LEDGER_DAMAGED' });
    await writeFile(path, '');
    await expect(ledger.reserve(reserve('b', 10))).rejects.toMatchObject({ code: 'LEDGER_DAMAGED' });
    await ledger.close();
  });

  it('reads a ledger of many chunks, and refuses a line as long as a chunk', async () => {
    const path = await newPath();
    const ledger = await open(path, Number.MAX_SAFE_INTEGER);
    const ids = Array.from({ length: 9_000 }, (_, index) => `id-${index}`);
    await Promise.all(ids.map((id) => ledger.reserve(reserve(id, 1))));
    expect((await stat(path)).size).toBeGreaterThan(1 << 20);
    await ledger.close();
    const again = await open(path);
    expect(again.balance.open.size).toBe(9_000);
    await again.close();
    await appendFile(path, 'x'.repeat((1 << 20) + 5));
    await expect(open(path)).rejects.toMatchObject({
      code: 'LEDGER_DAMAGED',
      message: expect.stringContaining(':9001'),
    });
  });

  it('says so where it cannot be written', async () => {
    await expect(open('/nonexistent/ledger.jsonl')).rejects.toMatchObject({ code: 'WRITE_FAILED' });
  });

  it.skipIf(process.platform === 'win32')('leaves no half record where the disk fills up', async () => {
    const path = await newPath();
    const script = `
      import { openLedger } from ${JSON.stringify(join(projectRoot, 'scripts/run/write-ledger.ts'))};
      const world = { nonce: 'x', now: Date.now, sleep: async () => undefined, random: Math.random };
      const ledger = await openLedger(${JSON.stringify(path)}, { capMicroUsd: 1000, world });
      let kept = 0;
      const record = (id) => ({ type: 'RESERVE', id, at: '', run: 'r', model: 'm', costMicroUsd: 1 });
      try {
        for (;;) if (await ledger.reserve(record('id' + kept))) kept += 1;
      } catch (error) {
        if (error.code !== 'WRITE_FAILED') throw error;
      }
      process.stdout.write(String(kept));`;
    // No file of that process may hold more than a kibibyte.
    const kept = await runScript(script, { shell: "trap '' XFSZ; ulimit -f 1" });
    expect(kept).toBeGreaterThan(3);
    expect((await stat(path)).size).toBeLessThan(1_024);
    const ledger = await open(path);
    expect(ledger.balance).toMatchObject({ reservedMicroUsd: kept, strays: 0 });
    await ledger.close();
  });

  it.skipIf(!existsSync('/dev/full'))('passes on that the disk is full, with what to do', async () => {
    const path = await newPath();
    await symlink('/dev/full', path);
    const ledger = await open(path);
    await expect(ledger.reserve(reserve('a', 1))).rejects.toMatchObject({
      code: 'WRITE_FAILED',
      fix: expect.stringContaining('disk is full'),
    });
    expect(ledger.balance.open.size).toBe(0);
    await ledger.close();
  });

  it('fails every record that waits where its mutex cannot be had', async () => {
    const path = await newPath();
    const ledger = await open(path);
    await rmdir(`${path}.lock`);
    await writeFile(`${path}.lock`, '');
    const outcomes = await Promise.allSettled([
      ledger.reserve(reserve('a', 1)),
      ledger.append({ type: 'VOID', id: 'b', at, reason: 'x' }),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await rm(`${path}.lock`);
    expect(await ledger.reserve(reserve('a', 1))).toBe(true);
    await ledger.close();
  });

  it('can be read and added to beside its runs', async () => {
    const path = await newPath();
    const ledger = await open(path);
    await ledger.reserve(reserve('a', 10));
    await ledger.append({ type: 'UNKNOWN', id: 'a', at, reason: 'timeout' });
    await appendToLedger(path, [{ type: 'SETTLE', id: 'a', at, costMicroUsd: 3, tokens }]);
    expect(await ledger.reserve(reserve('b', 97))).toBe(true);
    await ledger.close();
    await appendFile(path, 'torn');
    expect(await readLedger(path)).toMatchObject({
      settledMicroUsd: 3,
      reservedMicroUsd: 97,
      unknownMicroUsd: 0,
    });
    await appendFile(path, '\n');
    await expect(readLedger(path)).rejects.toMatchObject({ code: 'LEDGER_DAMAGED' });
  });

  it('fails every record that waits where the disk fails', async () => {
    const path = await newPath();
    const ledger = await open(path);
    await ledger.close();
    const outcomes = await Promise.allSettled([
      ledger.reserve(reserve('a', 1)),
      ledger.reserve(reserve('b', 1)),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });
});

describe('the mutex of a ledger', () => {
  it('does not mistake what it cannot delete for a dead process it has deleted', async () => {
    const path = await newPath();
    const host = encodeURIComponent(hostname());
    // A folder under a dead process's name: it cannot be unlinked.
    await mkdir(join(`${path}.lock`, `${process.pid}-before-${host}`), { recursive: true });
    await expect(open(path)).rejects.toThrow();
  });

  it('says what to do where a file stands in its place', async () => {
    const path = await newPath();
    await writeFile(`${path}.lock`, '');
    await expect(open(path)).rejects.toMatchObject({
      code: 'WRITE_FAILED',
      fix: expect.stringContaining('file'),
    });
  });

  it('stands it that another process is done and removes its folder at any moment', async () => {
    const path = await newPath();
    // As quickly as it can: between the making of the folder and that of the file in it, too.
    const remover = runScript(
      `import { rmdirSync } from 'node:fs';
      let removed = 0;
      const endMs = Date.now() + 1500;
      while (Date.now() < endMs) try { rmdirSync(${JSON.stringify(`${path}.lock`)}); removed += 1; } catch {}
      process.stdout.write(String(removed));`,
    );
    let done = false;
    const removed = remover.finally(() => {
      done = true;
    });
    let entered = 0;
    while (!done) {
      (await writeMutex(`${path}.lock`, world()))();
      entered += 1;
      if (entered % 50 === 0) await sleep(0);
    }
    expect(await removed).toBeGreaterThan(0);
    expect(entered).toBeGreaterThan(0);
  });

  it('tells of an announcement that it cannot take back', async () => {
    const folder = `${await newPath()}.lock`;
    const release = await writeMutex(folder, { ...world(), nonce: 'turned' });
    const own = join(folder, `${process.pid}-turned-${encodeURIComponent(hostname())}`);
    await rm(own);
    await mkdir(own);
    expect(release).toThrow();
  });

  it('passes over a dead process and waits for a live one', async () => {
    const path = await newPath();
    const host = encodeURIComponent(hostname());
    const child = spawn('sleep', ['30']);
    const gone = new Promise((resolve) => child.once('exit', resolve));
    await mkdir(`${path}.lock`);
    await writeFile(join(`${path}.lock`, `${child.pid}-other-${host}`), '');
    // From before: this process's number, and a name it never had.
    await writeFile(join(`${path}.lock`, `${process.pid}-before-${host}`), '');
    let opened = false;
    const opening = open(path).then((ledger) => {
      opened = true;
      return ledger;
    });
    await sleep(100);
    expect(opened).toBe(false);
    child.kill('SIGKILL');
    await gone;
    await (await opening).close();
  });

  it("gives up on another machine's after half a minute", async () => {
    const path = await newPath();
    await mkdir(`${path}.lock`);
    await writeFile(join(`${path}.lock`, '1-other-elsewhere'), '');
    let nowMs = 0;
    const quick = {
      ...world(),
      now: () => nowMs,
      sleep: async () => {
        nowMs += 1_000;
      },
    };
    await expect(openLedger(path, { capMicroUsd: 1, world: quick })).rejects.toMatchObject({
      code: 'LEDGER_BUSY',
    });
  });

  it('lets four processes share one cap to the last micro-dollar', async () => {
    const path = await newPath();
    const script = `
      import { openLedger } from ${JSON.stringify(join(projectRoot, 'scripts/run/write-ledger.ts'))};
      import { setTimeout as sleep } from 'node:timers/promises';
      const nonce = process.argv[1];
      const ledger = await openLedger(${JSON.stringify(path)}, { capMicroUsd: 1000, world: { nonce, now: Date.now, sleep, random: Math.random } });
      let granted = 0;
      await Promise.all(Array.from({ length: 100 }, async (_, index) => {
        const record = { type: 'RESERVE', id: nonce + index, at: '', run: nonce, model: 'm', costMicroUsd: 7 };
        if (!(await ledger.reserve(record))) return;
        granted += 1;
        await ledger.append({ type: 'UNKNOWN', id: record.id, at: '', reason: 'x' });
      }));
      await ledger.close();
      process.stdout.write(String(granted));`;
    const granted = await Promise.all(
      ['p', 'q', 's', 't'].map((nonce) => runScript(script, { args: [nonce] })),
    );
    expect(granted.reduce((sum, count) => sum + count, 0)).toBe(Math.floor(1000 / 7));
    const ledger = await open(path, 1000);
    expect(ledger.balance).toMatchObject({ unknownMicroUsd: 7 * Math.floor(1000 / 7), strays: 0 });
    await ledger.close();
  });
});

type ScriptOptions = { args?: string[]; shell?: string };

/** Runs a script in a process of its own, behind what a shell prepares, and returns the number that it prints. */
function runScript(script: string, { args = [], shell = ':' }: ScriptOptions = {}): Promise<number> {
  const node = [process.execPath, '--import', 'tsx', '--input-type=module', '-e', script, ...args];
  const child = spawn('bash', ['-c', `${shell}; exec "$@"`, 'bash', ...node], {
    cwd: projectRoot,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (more: string) => {
    text += more;
  });
  return new Promise((resolve, reject) => {
    child.once('close', (code) => (code === 0 ? resolve(Number(text)) : reject(new Error(`exit ${code}`))));
  });
}
