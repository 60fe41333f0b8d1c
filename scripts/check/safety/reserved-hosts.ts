/** Names that belong to nobody, for examples and tests (RFC 2606, RFC 6761). */
const reserved = /(?:^|\.)(?:example(?:\.(?:com|net|org))?|test|invalid|localhost)$/;

/** Whether a host name can belong to nobody. */
export function isReservedHost(host: string): boolean {
  return reserved.test(host.toLowerCase().replace(/\.$/, ''));
}
