import { AppendInDoubt, AppendTooLarge, ConcurrencyConflict, StoreUnavailable, StreamDeleted } from '@orgledger/event-store';
import { DomainError } from '@orgledger/kernel';
import { toFailure } from './error-mapping.js';
import { InvalidInput } from './input.pipe.js';

describe('toFailure', () => {
  it.each([
    ['WORKSPACE_NOT_FOUND', 'NotFoundError'],
    ['WORKSPACE_EXISTS', 'ConflictError'],
    ['CLAIM_HELD', 'ConflictError'],
    ['PLATFORM_NOT_PUBLISHED', 'ConflictError'],
    ['FIELD_MALFORMED', 'ValidationError'],
    ['FIELD_REQUIRED', 'ValidationError'],
    ['TEMPLATE_INVALID', 'ValidationError'],
    ['TAG_UNKNOWN', 'ValidationError'],
    ['TAG_VALUE_INVALID', 'ValidationError'],
    ['IDENTIFIER_TOO_LONG_FOR_PLATFORM', 'ValidationError'],
    ['BINDING_ENDS_IN_PAST', 'ValidationError'],
  ])('makes %s a %s', (code, kind) => {
    const failure = toFailure(new DomainError(code, 'what to do', { field: 'tags', limit: 3 }));
    expect(failure?.constructor.name).toBe(kind);
    expect(failure).toMatchObject({ code, message: 'what to do', field: 'tags', details: { limit: 3 } });
  });

  it('names the rule of a validation error: the domain’s own, else the code', () => {
    expect(toFailure(new DomainError('FIELD_TOO_LONG', 'x', { rule: 'maxLength:16' }))).toMatchObject({ rule: 'maxLength:16' });
    expect(toFailure(new DomainError('FIELD_TOO_LONG', 'x'))).toMatchObject({ rule: 'FIELD_TOO_LONG', field: undefined });
  });

  it('lists all problems of an input, the first one in front', () => {
    const first = { field: 'a', code: 'FIELD_REQUIRED', rule: 'notBlank', message: 'a is not valid.' };
    const second = { ...first, field: 'b' };
    expect(toFailure(new InvalidInput([first]))).toMatchObject({ ...first, details: {} });
    expect(toFailure(new InvalidInput([first, second]))).toMatchObject({ field: 'a', details: { problems: [first, second] } });
  });

  it.each([
    [new ConcurrencyConflict('workspace-a', 1n, 2n), 'ConflictError', 'CONCURRENT_CHANGE'],
    [new AppendTooLarge(2_000_000, 1_048_576), 'ValidationError', 'INPUT_TOO_LARGE'],
    [new StreamDeleted('workspace-a'), 'NotFoundError', 'NOT_FOUND'],
    [new AppendInDoubt('no answer'), 'UnavailableError', 'STORE_IN_DOUBT'],
    [new StoreUnavailable('no file'), 'UnavailableError', 'STORE_UNAVAILABLE'],
  ])('says what the store could not do: %s', (error, kind, code) => {
    const failure = toFailure(error);
    expect([failure?.constructor.name, failure?.code]).toEqual([kind, code]);
    expect(failure?.message).not.toContain('workspace-a');
  });

  it('does not know bugs', () => {
    expect(toFailure(new TypeError('x is undefined'))).toBeUndefined();
    expect(toFailure('nonsense')).toBeUndefined();
  });
});
