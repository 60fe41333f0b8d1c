/** Whether a finding says that a text holds what is secret or personal: nobody else may be shown it. */
export function isWithheld(code: string): boolean {
  return /^(?:E_SECRET|[EW]_PII_)/.test(code);
}
