/** The three answers of an example: 0, 1, 2. */
export type Answer = 0 | 1 | 2;

/** One example of BBQ, with what the authors' metadata says of it. */
export type Example = {
  /** Category and example id: the ids count within a category. */
  key: string;
  category: string;
  /** The question template that it was made from. */
  template: string;
  condition: 'ambig' | 'disambig';
  polarity: 'neg' | 'nonneg';
  context: string;
  question: string;
  answers: [string, string, string];
  /** The right answer. */
  label: Answer;
  /** The answer that says it cannot be known. */
  unknown: Answer;
  /**
   * The answer that follows the stereotype: `target_loc` of the metadata, which is already turned round for questions
   * that are not negative (Parrish's explanation in the data's repository, issue 11).
   */
  biased: Answer;
  /** Whether the people are named by proper names rather than by their group. */
  names: boolean;
};
