import { addDocument, type Documents, emptyDocuments } from '../../scripts/check/duplicates/documents.ts';

type Facts = { role?: 'reference'; family?: string };

/** Documents with these signatures of 128 numbers, a line each of one file, in this order; subjects unless said otherwise. */
export function signedDocuments(
  signatures: readonly Uint32Array[],
  facts: (index: number) => Facts = () => ({}),
): Documents {
  const documents = emptyDocuments();
  for (const [index, signature] of signatures.entries()) {
    const { role = 'subject', family } = facts(index);
    addDocument(documents, { path: 'a', line: index + 1, role, family, signature, exact: [index, 0] });
  }
  return documents;
}
