/** What Git needs to find its programs, its settings, a place for temporary files and an SSH agent. */
const passedOn = new Set([
  'APPDATA',
  'COMSPEC',
  'GIT_AUTHOR_EMAIL',
  'GIT_AUTHOR_NAME',
  'HOME',
  'HOMEDRIVE',
  'HOMEPATH',
  'LOCALAPPDATA',
  'PATH',
  'PATHEXT',
  'PROGRAMDATA',
  'SSH_AUTH_SOCK',
  'SYSTEMROOT',
  'TEMP',
  'TMP',
  'TMPDIR',
  'USERPROFILE',
  'XDG_CONFIG_HOME',
]);

/**
 * The least environment that Git runs in. A variable such as GIT_DIR, GIT_INDEX_FILE or GIT_SSH_COMMAND could
 * lead Git elsewhere and is left out; messages are in English, since errors are told apart by them; and
 * objects are read as they are, not as local replacements say.
 */
export function gitEnvironment(env: Record<string, string | undefined>): Record<string, string> {
  const passed = Object.entries(env).filter(
    (entry): entry is [string, string] => passedOn.has(entry[0].toUpperCase()) && entry[1] !== undefined,
  );
  return {
    ...Object.fromEntries(passed),
    LC_ALL: 'C',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_TERMINAL_PROMPT: '0',
  };
}
