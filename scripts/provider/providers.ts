import { UserError } from '../errors.ts';
import type { Axes } from '../sample/axis.ts';
import { suggest } from '../sample/nearest-name.ts';
import { modelProviderNames } from './model-providers.ts';
import type { Provider } from './provider.ts';
import { templateProvider } from './template/template-provider.ts';

type Options = { axes: Axes };

/** The table of providers that answer at once, without an API. A new one is a new file and one line here. */
const providers = {
  template: ({ axes }) => templateProvider({ axes }),
} satisfies Record<string, (options: Options) => Provider>;

/** @throws UserError listing the known names. */
export function createProvider(name: string, options: Options): Provider {
  if (Object.hasOwn(providers, name)) return providers[name as keyof typeof providers](options);
  const known = [...Object.keys(providers), ...modelProviderNames];
  throw new UserError(`"${name}" is not a provider`, {
    code: 'UNKNOWN_PROVIDER',
    fix: `Use one of ${known.join(', ')}.${suggest(name, known)}`,
  });
}
