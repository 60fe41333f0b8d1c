import { UserError } from '../errors.ts';
import type { Axes } from '../sample/axis.ts';
import { suggest } from '../sample/nearest-name.ts';
import type { Provider } from './provider.ts';
import { templateProvider } from './template/template-provider.ts';

type Options = { axes: Axes };

/** The table of providers. A new provider is a new file and one line here. */
const providers = {
  template: ({ axes }) => templateProvider({ axes }),
} satisfies Record<string, (options: Options) => Provider>;

/** @throws UserError listing the known names. */
export function createProvider(name: string, options: Options): Provider {
  if (Object.hasOwn(providers, name)) return providers[name as keyof typeof providers](options);
  throw new UserError(`"${name}" is not a provider`, {
    code: 'UNKNOWN_PROVIDER',
    fix: `Use one of ${Object.keys(providers).join(', ')}.${suggest(name, Object.keys(providers))}`,
  });
}
