/** What an SDK client threw, in the members that tests compare. */
export interface Refusal {
  readonly name: string;
  readonly status: number | undefined;
  readonly reason: unknown;
  readonly message: string;
}

interface SdkError extends Error {
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly Reason?: unknown;
}

/** The refusal of a call that must not succeed; its class must be the SDK's own for that error. */
export const refusalOf = async (call: Promise<unknown>, type?: new (options: never) => Error): Promise<Refusal> => {
  const outcome = await call.then(
    (answer) => ({ answer }),
    (error: unknown) => ({ error: error as SdkError }),
  );
  if (!('error' in outcome)) throw new Error(`expected a refusal, got ${JSON.stringify(outcome.answer)}`);
  const { error } = outcome;
  if (type) expect(error).toBeInstanceOf(type);
  return { name: error.name, status: error.$metadata?.httpStatusCode, reason: error.Reason, message: error.message };
};
