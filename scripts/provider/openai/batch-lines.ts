import { at, countAt, parseJsonOrUndefined, textAt } from '../json-path.ts';
import type { BatchLine, BatchState, BatchStatus, ModelCall } from '../model-provider.ts';
import { type OutputCap, toChatRequest } from './chat-request.ts';

/** One line of a batch's input file. */
export function toBatchLine(call: ModelCall, cap: OutputCap): string {
  const body = toChatRequest(call, cap);
  return `${JSON.stringify({ custom_id: call.id, method: 'POST', url: '/v1/chat/completions', body })}\n`;
}

/**
 * One line of an output or error file. A line with a response is an answer like any other, with its HTTP status;
 * one with only an error (`batch_expired`, `batch_cancelled`) was not run. Undefined where the line is torn.
 */
export function parseBatchLine(line: string, receivedAtMs: number): BatchLine | undefined {
  const json = parseJsonOrUndefined(line);
  const callId = textAt(json, 'custom_id');
  if (callId === undefined) return undefined;
  const status = countAt(json, 'response', 'status_code');
  if (status !== undefined) {
    const body = JSON.stringify(at(json, 'response', 'body') ?? null);
    const requestId = textAt(json, 'response', 'request_id');
    const headers: Record<string, string> = requestId ? { 'x-request-id': requestId } : {};
    return { callId, raw: { status, headers, body, receivedAtMs } };
  }
  const code = textAt(json, 'error', 'code') ?? 'no answer';
  return { callId, notRun: `${code}: ${textAt(json, 'error', 'message') ?? ''}` };
}

const states: Record<string, BatchState> = {
  validating: 'running',
  in_progress: 'running',
  finalizing: 'running',
  cancelling: 'running',
  completed: 'done',
  failed: 'failed',
  expired: 'expired',
  cancelled: 'cancelled',
};

/** A batch as the API tells of it. An expired or cancelled one still has files with what was done. */
export function toBatchStatus(batch: unknown): BatchStatus {
  const results = [textAt(batch, 'output_file_id'), textAt(batch, 'error_file_id')];
  const message = textAt(batch, 'errors', 'data', 0, 'message');
  return {
    id: textAt(batch, 'id') ?? '',
    state: states[textAt(batch, 'status') ?? ''] ?? 'running',
    results: results.filter((id) => id !== undefined),
    counts: {
      total: countAt(batch, 'request_counts', 'total') ?? 0,
      done: countAt(batch, 'request_counts', 'completed') ?? 0,
      failed: countAt(batch, 'request_counts', 'failed') ?? 0,
    },
    ...(message ? { message } : {}),
  };
}
