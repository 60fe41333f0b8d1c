/** A text to score: all of it is sent, and what begins at `from` (a UTF-16 offset) is what counts. */
export type Prompt = { id: string; text: string; from: number };
