import type { ModelProvider, SendFailure, SendOutcome } from '../../provider/model-provider.ts';

/** Connections that fail before any answer, after which a server counts as absent: about two seconds of trying. */
const mostFailed = 3;

/** Failures of the connection itself; a model that takes its time is no stranger. */
const unconnected: readonly SendFailure[] = ['not-sent', 'no-answer'];

type Contact = {
  /** Told of the first trouble, at once. */
  say(trouble: string): void;
  /** Told that nobody is there. */
  giveUp(trouble: string): void;
};

/**
 * The provider, watched until it first answers. A server that once answered is waited for; one that was never there is
 * most often a wrong --base-url, which the user should hear of before a progress line promises anything.
 */
export function watchContact(provider: ModelProvider, contact: Contact): ModelProvider {
  let heard = false;
  let troubles = 0;
  let failed = 0;
  return {
    ...provider,
    async send(call, options) {
      const sent = await provider.send(call, options);
      if (heard || options.signal.aborted) return sent;
      const trouble = troubleOf(sent, provider);
      heard = trouble === undefined;
      if (trouble === undefined) return sent;
      troubles += 1;
      if (troubles === 1) contact.say(trouble);
      failed += Number(sent.sent === 'failed' && unconnected.includes(sent.failure));
      if (failed === mostFailed) contact.giveUp(trouble);
      return sent;
    },
  };
}

function troubleOf(sent: SendOutcome, provider: ModelProvider): string | undefined {
  if (sent.sent === 'failed') return sent.detail;
  const read = provider.interpret(sent.raw);
  return read.outcome === 'server-error' ? read.message : undefined;
}
