/** Settings for one call, by environment (git-config, GIT_CONFIG_COUNT): an empty value first drops what the user has set. */
export function authorised(url: string, token: string): Record<string, string> {
  const credentials = btoa(String.fromCodePoint(...new TextEncoder().encode(`x-access-token:${token}`)));
  const header = `http.${new URL(url).origin}/.extraHeader`;
  const settings = [
    ['http.extraHeader', ''],
    [header, ''],
    [header, `Authorization: Basic ${credentials}`],
    ['credential.helper', ''],
    // A header would travel along to wherever a redirection leads.
    ['http.followRedirects', 'false'],
  ];
  return {
    GIT_CONFIG_COUNT: String(settings.length),
    ...Object.fromEntries(
      settings.flatMap(([key = '', value = ''], index) => [
        [`GIT_CONFIG_KEY_${index}`, key],
        [`GIT_CONFIG_VALUE_${index}`, value],
      ]),
    ),
  };
}
