import { sayUsd } from '../sample/usd.ts';

export type ProgressCounts = {
  accepted: number;
  asked: number;
  refused: number;
  /** What is counted; samples, if nothing else is said. */
  noun?: string;
  elapsedMs: number;
  /** Worst cases of what is under way included; undefined where nothing costs. */
  spentMicroUsd?: number | undefined;
};

/** `120/400 samples · 35/s · 8 s left · 3 refused · $0.0213` */
export function formatProgress({
  accepted,
  asked,
  refused,
  noun = 'samples',
  elapsedMs,
  spentMicroUsd,
}: ProgressCounts): string {
  const perSecond = elapsedMs > 0 ? (accepted * 1000) / elapsedMs : 0;
  const left = perSecond > 0 ? `${formatSeconds((asked - accepted) / perSecond)} left` : 'starting';
  const spent = spentMicroUsd === undefined ? [] : [sayUsd(spentMicroUsd)];
  return [
    `${accepted}/${asked} ${noun}`,
    `${formatRate(perSecond)}/s`,
    left,
    `${refused} refused`,
    ...spent,
  ].join(' · ');
}

function formatRate(perSecond: number): string {
  return perSecond < 10 ? perSecond.toFixed(1) : String(Math.round(perSecond));
}

function formatSeconds(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`;
  return seconds < 5400 ? `${Math.ceil(seconds / 60)} min` : `${Math.ceil(seconds / 3600)} h`;
}
