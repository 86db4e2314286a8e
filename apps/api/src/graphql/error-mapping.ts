import { AppendInDoubt, AppendTooLarge, ConcurrencyConflict, StoreUnavailable, StreamDeleted } from '@orgledger/event-store';
import { DomainError } from '@orgledger/kernel';
import { InvalidInput } from './input.pipe.js';
import { ConflictError, NotFoundError, UnavailableError, ValidationError } from './failures.types.js';
import type { Failure } from './failures.types.js';

/** The one place where a failure becomes a typed error. Undefined: nobody expected it, so it is a bug. */
export const toFailure = (error: unknown): Failure | undefined => {
  if (error instanceof InvalidInput) return ofInput(error);
  if (error instanceof DomainError) return ofDomain(error);
  if (error instanceof ConcurrencyConflict)
    return new ConflictError({
      code: 'CONCURRENT_CHANGE',
      message: 'Somebody else changed this object at the same moment. Read it again, then repeat the change if it is still wanted.',
      details: {},
    });
  if (error instanceof AppendTooLarge)
    return new ValidationError({
      code: 'INPUT_TOO_LARGE',
      rule: 'maxBytes',
      message: `The change takes ${error.bytes} bytes; at most ${error.limit} can be stored at once. Shorten texts and lists.`,
      details: { bytes: error.bytes, limit: error.limit },
    });
  if (error instanceof StreamDeleted)
    return new NotFoundError({ code: 'NOT_FOUND', message: 'This object was erased for good. Choose another identifier.', details: {} });
  if (error instanceof AppendInDoubt)
    return new UnavailableError({
      code: 'STORE_IN_DOUBT',
      message: 'The store did not say whether it stored this. Repeat the same mutation with the same commandId: it is carried out at most once.',
      details: {},
    });
  if (error instanceof StoreUnavailable)
    return new UnavailableError({
      code: 'STORE_UNAVAILABLE',
      message: 'The event store cannot be reached. Repeat the same mutation with the same commandId in a moment.',
      details: {},
    });
  return undefined;
};

const ofInput = ({ problems }: InvalidInput): ValidationError => {
  const [{ field, code, rule, message }] = problems;
  return new ValidationError({ code, field, rule, message, details: problems.length > 1 ? { problems } : {} });
};

// The domain's codes are words with a system: what is not found says so, what is wrong with the input names the input, the rest is about state.
const invalid = /^(FIELD|TEMPLATE|TAG_VALUE|BINDING_ENDS)_|^TAG_(MISSING|UNKNOWN|RESTRICTED)$|_INVALID$|_TOO_(LONG|SHORT)(_|$)/;

const ofDomain = ({ code, message, field, details: { field: _, ...details } }: DomainError): Failure => {
  const content = { code, message, details, ...(field === undefined ? {} : { field: asInput(field) }) };
  if (code.endsWith('_NOT_FOUND')) return new NotFoundError(content);
  if (invalid.test(code)) return new ValidationError({ ...content, rule: typeof details.rule === 'string' ? details.rule : code });
  return new ConflictError(content);
};

// The input of a tag definition is flat, the command's is not.
const asInput = (field: string): string => field.replace(/^definition\.(valueType\.)?/, '');
