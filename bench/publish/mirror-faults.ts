/**
 * Mirrors a small release under seeded faults of every kind (test/publish/hugging-face-hub/faults.ts) until it is whole.
 *
 * usage: node --import tsx bench/publish/mirror-faults.ts [--runs 200] [--rate 0.3]
 */
import { parseArgs } from 'node:util';
import { type Fault, seededFaults } from '../../test/publish/hugging-face-hub/faults.ts';
import { startHub } from '../../test/publish/hugging-face-hub/start-hub.ts';
import { untilWhole } from '../../test/publish/mirror/mirror-run.ts';
import { assertSettled, titlesOf } from '../../test/publish/mirror/settled.ts';
import { smallRelease } from '../../test/publish/mirror/small-release.ts';

const { values } = parseArgs({
  options: { runs: { type: 'string', default: '200' }, rate: { type: 'string', default: '0.3' } },
});
const runs = Number(values.runs);
const folder = smallRelease();
const faults = new Map<Fault, number>();
let requests = 0;
let starts = 0;
let commits = 0;

for (let seed = 1; seed <= runs; seed++) {
  const hub = await startHub({ partBytes: 1_000, pageEntries: 4 });
  const faultOf = seededFaults(seed, Number(values.rate));
  hub.faultOf = (request, number) => {
    requests += 1;
    const fault = faultOf(request, number);
    if (fault) faults.set(fault, (faults.get(fault) ?? 0) + 1);
    return fault;
  };
  const { receipt } = await untilWhole({ hub, folder }, () => {
    starts += 1;
  });
  assertSettled(hub, folder, receipt());
  commits += titlesOf(hub).filter((title) => title === 'Release 0.1.0').length;
  await hub.close();
}
process.stdout.write(
  `${runs} seeds, ${requests} requests, faults: ${[...faults].map(([fault, count]) => `${count} ${fault}`).join(', ')}\n` +
    `${starts} starts; the Hub equals the manifest in all, ${commits} commits of the release, one tag each, receipts true\n`,
);
