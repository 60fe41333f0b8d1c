import packageJson from '../package.json' with { type: 'json' };

export const toolVersion = packageJson.version;

/** How run files and reports name the tool that made them. */
export const tool = `evenhand/${toolVersion}`;
