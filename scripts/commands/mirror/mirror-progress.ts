import type { CommitProgressEvent } from '@huggingface/hub';
import type { Step } from '../../publish/mirror/next-step.ts';
import { startProgress } from '../../terminal.ts';
import type { World } from '../../world.ts';

export type MirrorProgress = {
  hashed: (path: string) => void;
  step: (step: Step) => void;
  file: (event: CommitProgressEvent) => void;
  read: (path: string) => void;
  waiting: (ms: number, why: string) => void;
  trouble: (why: string) => void;
  end: () => void;
};

const stepWords: Partial<Record<Step['do'], string>> = {
  create: 'Making the repository …',
  commit: 'Sending what differs …',
  tag: 'Tagging …',
};

/** Tells on stderr how far a mirror has come. */
export function startMirrorProgress(world: World): MirrorProgress {
  const line = startProgress(world);
  const sent = new Set<string>();
  const say = (text: string) => {
    line.end();
    world.stderr.write(`${text}\n`);
  };
  return {
    hashed: (path) => line.show(`Comparing with the manifest: ${path}`),
    step: (step) => say(stepWords[step.do] ?? ''),
    file(event) {
      if (event.event !== 'fileProgress') return;
      if (event.state === 'uploading' && event.progress === 1) sent.add(event.path);
      const share = `${Math.floor(event.progress * 100)} %`;
      line.show(`${sent.size} sent; ${event.path}: ${event.state} ${share}`);
    },
    read: (path) => line.show(`Reading back: ${path}`),
    waiting: (ms, why) => say(`Waiting ${Math.ceil(ms / 1_000)} s: ${why}.`),
    trouble: (why) => say(`Looking again: ${why}.`),
    end: line.end,
  };
}
