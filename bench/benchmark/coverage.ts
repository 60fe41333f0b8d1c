/**
 * How often a 95 % interval holds the true score, by the number of terms. Terms are drawn from a population whose
 * mean stereotype score is known (.57, spread as between StereoSet's terms), each with clusters that are drawn in
 * turn; the scorer's own bootstrap makes the interval.
 *
 *     node --import tsx bench/benchmark/coverage.ts
 */
import { bootstrap } from '../../scripts/benchmark/bootstrap.ts';
import { scoreMeans, type Tally } from '../../scripts/benchmark/stereoset/score.ts';
import { randomAt } from '../../scripts/sample/random.ts';

const simulations = 1_000;
const replicates = 500;
const meanPreference = 0.57;
/** A term's own preference lies within this of the mean, evenly. */
const spread = 0.25;
const clustersPerTerm = 54;

const uniform = (index: number, seed: number) => randomAt(index, seed) / 2 ** 32;

function drawTerm(seed: number): Tally {
  const preference = meanPreference + spread * (2 * uniform(0, seed) - 1);
  let stereotype = 0;
  for (let cluster = 1; cluster <= clustersPerTerm; cluster++) {
    stereotype += Number(uniform(cluster, seed) < preference);
  }
  return { clusters: clustersPerTerm, stereotype, related: 2 * clustersPerTerm };
}

function coverageAt(terms: number): { share: number; width: number } {
  let covered = 0;
  let width = 0;
  for (let simulation = 0; simulation < simulations; simulation++) {
    const tallies = Array.from({ length: terms }, (_, term) =>
      drawTerm(randomAt(simulation * 1_000 + term, terms)),
    );
    const { ss } = bootstrap({
      size: terms,
      seed: simulation,
      replicates,
      measure: (indices) => scoreMeans(indices.map((index) => tallies[index] as Tally)),
    });
    covered += Number(ss.low <= 100 * meanPreference && 100 * meanPreference <= ss.high);
    width += ss.high - ss.low;
  }
  return { share: covered / simulations, width: width / simulations };
}

process.stdout.write(`${simulations} simulations a row\nterms  coverage of a 95 % interval  mean width\n`);
for (const terms of [3, 5, 10, 20, 36, 79]) {
  const { share, width } = coverageAt(terms);
  process.stdout.write(
    `${String(terms).padStart(5)}${`${(100 * share).toFixed(1)} %`.padStart(30)}${width.toFixed(1).padStart(12)}\n`,
  );
}
