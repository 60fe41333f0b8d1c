/** Where a benchmark's official files are. None of them is ours to pass on: StereoSet is share-alike. */
export type Source = {
  /** The authors' repository at a fixed commit where we know one, else its main branch. */
  base: string;
  files: string[];
  licence: string;
  /** What the downloaded files are for, as flags. */
  use: string;
};

const github = 'https://raw.githubusercontent.com';

const bbqCategories = [
  'Age',
  'Disability_status',
  'Gender_identity',
  'Nationality',
  'Physical_appearance',
  'Race_ethnicity',
  'Race_x_SES',
  'Race_x_gender',
  'Religion',
  'SES',
  'Sexual_orientation',
];

/**
 * The table of downloads. Nobody has published checksums of these files: the first download's are recorded, and every
 * later one must equal them.
 */
export const sources = {
  stereoset: {
    base: `${github}/moinnadeem/StereoSet/c860b58cf99e8fe1809c05469999ab0865e2bb6e`,
    files: ['data/dev.json'],
    licence: 'CC BY-SA 4.0',
    use: '--data',
  },
  'crows-pairs': {
    base: `${github}/nyu-mll/crows-pairs/849674b01ca0a39d52c58e0ca598331feee31d2e`,
    files: ['data/crows_pairs_anonymized.csv'],
    licence: 'CC BY-SA 4.0',
    use: '--data',
  },
  bbq: {
    base: `${github}/nyu-mll/BBQ/main`,
    files: [...bbqCategories.map((name) => `data/${name}.jsonl`), 'supplemental/additional_metadata.csv'],
    licence: 'CC BY 4.0',
    use: '--data (the .jsonl files) and --metadata',
  },
} satisfies Record<string, Source>;

export type SourceName = keyof typeof sources;

export function isSource(name: string): name is SourceName {
  return Object.hasOwn(sources, name);
}
