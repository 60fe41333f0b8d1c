import type { Sample } from '../../sample/sample.ts';

/**
 * What is drawn anew together: all families of one template, since a template says the same of its groups each time,
 * whatever its slots hold. Every other family is drawn by itself: a model writes another text each time. The version
 * of the spec's file does not count.
 */
export function clusterOf({ spec, family, id }: Pick<Sample, 'spec' | 'family' | 'id'>): string {
  const template = spec === undefined ? undefined : /^(.+#.+)@[0-9a-f]+$/.exec(spec)?.[1];
  return template ?? family?.id ?? id;
}
