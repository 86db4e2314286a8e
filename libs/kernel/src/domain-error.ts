export type ErrorDetails = Readonly<Record<string, unknown>>;

/** A broken rule of the domain: a stable `code`, the `field` at fault where there is one, and a message that says what to do next. */
export class DomainError extends Error {
  readonly field: string | undefined;

  constructor(
    readonly code: string,
    message: string,
    readonly details: ErrorDetails & { readonly field?: string } = {},
  ) {
    super(message);
    this.name = 'DomainError';
    this.field = details.field;
  }
}
