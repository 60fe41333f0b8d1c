import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { startOpenAiServer } from '../../test/provider/servers/openai-server.ts';
import { newFolder } from '../../test/run/model-run.ts';
import type { Done, Job } from './worker.ts';

const script = fileURLToPath(new URL('worker.ts', import.meta.url));

export type Worker = {
  /** Runs a job; `killAfterMs` counts from its start. Undefined where the worker was killed. */
  run(job: Job, killAfterMs?: number): Promise<Done | undefined>;
  /** Loads and compiles what jobs need, by a short run of each kind: the start of a process is not what is measured. */
  warmUp(): Promise<void>;
  end(): void;
};

/** A process of its own that runs jobs one after the other, and can be killed in the middle of one. */
export function startWorker(): Worker {
  const child = fork(script, { execArgv: ['--import', 'tsx'] });
  return {
    run: (job, killAfterMs) => runOn(child, job, killAfterMs),
    warmUp: () => warmUp(child),
    end: () => {
      child.kill();
    },
  };
}

async function warmUp(child: ChildProcess): Promise<void> {
  const server = await startOpenAiServer();
  const { url } = server;
  await runOn(child, { kind: 'run', options: { url, folder: await newFolder(), count: 600 } }, undefined);
  await runOn(child, { kind: 'bare', url, requests: 200, concurrency: 16 }, undefined);
  await server.close();
}

function runOn(child: ChildProcess, job: Job, killAfterMs: number | undefined): Promise<Done | undefined> {
  return new Promise((resolve, reject) => {
    const onMessage = (message: { started?: true; done?: Done; error?: string }) => {
      if (message.started && killAfterMs !== undefined) setTimeout(() => child.kill('SIGKILL'), killAfterMs);
      if (message.started) return;
      child.off('message', onMessage).off('exit', onExit);
      if (message.done) resolve(message.done);
      else reject(new Error(message.error));
    };
    const onExit = () => resolve(undefined);
    child.on('message', onMessage).once('exit', onExit);
    child.send(job);
  });
}

/** `--name 12` on the command line, or what it is otherwise. */
export function numberFlag(name: string, otherwise: number): number {
  const index = process.argv.indexOf(`--${name}`);
  return index < 0 ? otherwise : Number(process.argv[index + 1]);
}
