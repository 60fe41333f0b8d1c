import { HubApiError, InvalidApiResponseFormatError } from '@huggingface/hub';
import { UserError } from '../../errors.ts';
import { type Hub, pageOf } from './hub.ts';

type Place = Pick<Hub, 'url' | 'repo'>;

/**
 * What a failed request means where it may or may not have been done, or somebody was faster: look again.
 * @throws UserError where no repeating helps, and whatever is no failure of a request.
 */
export function troubleOf(error: unknown, place: Place): string {
  if (error instanceof UserError) throw error;
  if (isBrokenOff(error)) return wordsOf(error);
  if (!(error instanceof HubApiError)) throw error;
  const { statusCode: status } = error;
  if (!isOwnAddress(error.url, place)) return `the storage of large files answered ${status}`;
  const trouble = troubles[status] ?? (status >= 500 ? `the Hub answered ${status}` : undefined);
  if (trouble === undefined) throw refusal(error, place);
  return trouble;
}

/**
 * Content goes to other addresses, which are good for a while and for one upload: what they refuse (a signature that has
 * run out, an upload that another process has ended) is well with new ones.
 */
function isOwnAddress(address: string, { url }: Place): boolean {
  return ['/api/datasets/', '/api/repos/', '/datasets/'].some((path) => address.startsWith(`${url}${path}`));
}

const troubles: Record<number, string> = {
  404: 'what was there is gone',
  408: 'the Hub waited too long',
  409: 'it is there already',
  412: 'another commit came first',
};

function refusal(cause: HubApiError, place: Place): UserError {
  const { code, fix, blame } = refusals[cause.statusCode] ?? refused;
  return new UserError(`${pageOf(place)}: ${cause.message}`, { code, fix, blame, cause });
}

type Refusal = { code: string; fix: string; blame: 'input' | 'world' };

const refusals: Record<number, Refusal> = {
  401: {
    code: 'HUB_TOKEN',
    fix: 'Set HF_TOKEN to a token that the Hub knows and that has not expired; a private repository needs one for reading too.',
    blame: 'input',
  },
  403: {
    code: 'HUB_FORBIDDEN',
    fix: 'Give the token write access to this repository (a fine-grained token names its repositories), or name another one.',
    blame: 'input',
  },
  429: {
    code: 'HUB_BUSY',
    fix: 'The Hub asks for a longer pause than 15 minutes. Run the same command later: it goes on where it stopped.',
    blame: 'world',
  },
};

const refused: Refusal = {
  code: 'HUB_REFUSED',
  fix: 'Mend what the Hub says, then run the same command again: it goes on where it stopped.',
  blame: 'world',
};

/** A connection that failed, in fetch's two ways, or an answer of which a part is missing. */
function isBrokenOff(error: unknown): error is Error {
  if (error instanceof SyntaxError || error instanceof InvalidApiResponseFormatError) return true;
  return error instanceof TypeError && /^(?:fetch failed|terminated)$/.test(error.message);
}

/** Fetch puts the reason into the cause. */
function wordsOf(error: Error): string {
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}
