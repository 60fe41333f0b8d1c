import OpenAI from 'openai';
import { type RunOptions, runModel } from '../../test/run/model-run.ts';

/** What a worker process is told to do; it answers each job with one message, and says `started` before it. */
export type Job =
  | { kind: 'run'; options: RunOptions }
  /** The vendor's SDK alone, with no journal, ledger or limiter: the baseline. */
  | { kind: 'bare'; url: string; requests: number; concurrency: number };

export type Done = {
  samples: number;
  because: string;
  seconds: number;
  /** Processor time, of all threads. */
  cpuSeconds: number;
  reserved: number;
  committedMicroUsd: number;
  /** Resident memory in MB, once a second. */
  memoryMb: number[];
};

process.on('message', (job: Job) => {
  process.send?.({ started: true });
  work(job).then(
    (done) => process.send?.({ done }),
    (error: unknown) => process.send?.({ error: String(error) }),
  );
});

async function work(job: Job): Promise<Done> {
  const startMs = performance.now();
  const startCpu = process.cpuUsage();
  const memoryMb: number[] = [];
  const watch = setInterval(() => memoryMb.push(Math.round(process.memoryUsage.rss() / 2 ** 20)), 1_000);
  try {
    const done = job.kind === 'run' ? await run(job.options) : await bare(job);
    const cpu = process.cpuUsage(startCpu);
    const cpuSeconds = (cpu.user + cpu.system) / 1e6;
    return { ...done, seconds: (performance.now() - startMs) / 1_000, cpuSeconds, memoryMb };
  } finally {
    clearInterval(watch);
  }
}

type Result = Omit<Done, 'seconds' | 'cpuSeconds' | 'memoryMb'>;

async function run(options: RunOptions): Promise<Result> {
  const { samples, because = 'nothing', balance, reserved } = await runModel(options);
  const { settledMicroUsd, unknownMicroUsd, reservedMicroUsd } = balance;
  const committedMicroUsd = settledMicroUsd + unknownMicroUsd + reservedMicroUsd;
  return { samples, because, reserved, committedMicroUsd };
}

async function bare(job: Extract<Job, { kind: 'bare' }>): Promise<Result> {
  const client = new OpenAI({ apiKey: 'none', baseURL: job.url, maxRetries: 0 });
  let left = job.requests;
  const ask = async () => {
    while (left-- > 0) {
      await client.chat.completions.create({
        model: 'gpt-5-mini',
        messages: [{ role: 'user', content: `${'Write a short scene. '.repeat(80)}${left}` }],
        max_completion_tokens: 300,
      });
    }
  };
  await Promise.all(Array.from({ length: job.concurrency }, ask));
  return { samples: job.requests, because: 'complete', reserved: 0, committedMicroUsd: 0 };
}
