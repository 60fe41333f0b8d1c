/**
 * How often a 95 % interval holds the true score, by the number of terms. Terms are drawn from a population whose
 * mean stereotype score is known (.57, spread as between StereoSet's terms), each with clusters that are drawn in
 * turn; the scorer's own bootstrap makes the interval. Then the same for ICAT, and for the change to a second model on
 * the same terms, far from SS 50 and at it.
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
  return drawTally(meanPreference + spread * (2 * uniform(0, seed) - 1), seed);
}

function drawTally(preference: number, seed: number): Tally {
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

const pairSimulations = 300;
/** How often a meaningful sentence beats the unrelated one, and how much less the second model prefers the stereotype. */
const related = 0.85;
const shift = 0.03;

/** The first model's tallies of a term and the second's: the term's own preference is common to both. */
function drawPair(mean: number, seed: number): [Tally, Tally] {
  const own = spread * (2 * uniform(0, seed) - 1);
  const withRelated = (tally: Tally, index: number): Tally => {
    let sum = 0;
    for (let draw = 0; draw < 2 * clustersPerTerm; draw++)
      sum += Number(uniform(index + draw, seed ^ 0x5bd1e995) < related);
    return { ...tally, related: sum };
  };
  return [
    withRelated(drawTally(mean + own, seed), 0),
    withRelated(drawTally(mean - shift + own, seed ^ 0x2545f491), 10_000),
  ];
}

function pairCoverageAt(terms: number, mean: number) {
  const icatOf = (preference: number) => 200 * related * Math.min(preference, 1 - preference);
  const truth = {
    icat: icatOf(mean),
    ssChange: -100 * shift,
    icatChange: icatOf(mean - shift) - icatOf(mean),
  };
  const covered = { icat: 0, ssChange: 0, icatChange: 0 };
  for (let simulation = 0; simulation < pairSimulations; simulation++) {
    const pairs = Array.from({ length: terms }, (_, term) =>
      drawPair(mean, randomAt(simulation * 1_000 + term, terms)),
    );
    const estimates = bootstrap({
      size: terms,
      seed: simulation,
      replicates,
      measure(indices) {
        const [first, second] = ([0, 1] as const).map((model) =>
          scoreMeans(indices.map((index) => (pairs[index] as [Tally, Tally])[model])),
        ) as [ReturnType<typeof scoreMeans>, ReturnType<typeof scoreMeans>];
        return { icat: first.icat, ssChange: second.ss - first.ss, icatChange: second.icat - first.icat };
      },
    });
    for (const name of ['icat', 'ssChange', 'icatChange'] as const)
      covered[name] += Number(estimates[name].low <= truth[name] && truth[name] <= estimates[name].high);
  }
  return covered;
}

process.stdout.write(
  `\n${pairSimulations} simulations a row\nterms  first SS     ICAT  change of SS  change of ICAT\n`,
);
for (const terms of [36, 79]) {
  for (const mean of [0.57, 0.53, 0.5]) {
    const { icat, ssChange, icatChange } = pairCoverageAt(terms, mean);
    const cell = (count: number, width: number) =>
      `${((100 * count) / pairSimulations).toFixed(1)} %`.padStart(width);
    process.stdout.write(
      `${String(terms).padStart(5)}${String(Math.round(100 * mean)).padStart(10)}${cell(icat, 9)}${cell(ssChange, 14)}${cell(icatChange, 16)}\n`,
    );
  }
}
