import { addCells, type BiasState } from './bias-state.ts';
import type { CellDelta } from './cells.ts';

/**
 * What the families of each cluster add to the cells, summed up before it is weighed: the families of one template share
 * their weights, and weighing is most of what a state costs.
 */
export type ClusterSums = Map<string, CellDelta>;

/** Clusters that wait at most, so that the memory of a check is bounded. */
const mostClusters = 2_048;

export function addToCluster(sums: ClusterSums, cluster: string, delta: CellDelta, state: BiasState): void {
  const known = sums.get(cluster);
  if (!known) {
    if (sums.size === mostClusters) settle(sums, state);
    sums.set(cluster, new Map(delta));
    return;
  }
  for (const [key, value] of delta) known.set(key, (known.get(key) ?? 0) + value);
}

/** Takes everything that waits into the state. */
export function settle(sums: ClusterSums, state: BiasState): void {
  for (const [cluster, delta] of sums) addCells(state, cluster, delta);
  sums.clear();
}
