import { Field, InterfaceType, ObjectType } from '@nestjs/graphql';
import { JsonScalar } from './json.scalar.js';

/** What every expected failure of a mutation says. */
export interface ErrorContent {
  readonly code: string;
  readonly message: string;
  readonly field?: string;
  readonly details: Readonly<Record<string, unknown>>;
}

@InterfaceType('Failure', {
  description: 'An expected failure. Nothing was stored.',
  resolveType: (value: { constructor: { name: string } }) => value.constructor.name,
})
export abstract class Failure {
  @Field(() => String, { description: 'Stable, for programs.' })
  readonly code: string;

  @Field(() => String, { description: 'What was wrong and what to do next.' })
  readonly message: string;

  @Field(() => String, { nullable: true, description: 'The field of the input at fault, as a path, e.g. `tags[0].key`.' })
  readonly field: string | undefined;

  @Field(() => JsonScalar, { description: 'What else is known, by code.' })
  readonly details: Readonly<Record<string, unknown>>;

  constructor(content: ErrorContent) {
    this.code = content.code;
    this.message = content.message;
    this.field = content.field;
    this.details = content.details;
  }
}

@ObjectType({ implements: () => Failure, description: 'The input breaks a rule.' })
export class ValidationError extends Failure {
  @Field(() => String, { description: 'The rule that is broken.' })
  readonly rule: string;

  constructor(content: ErrorContent & { readonly rule: string }) {
    super(content);
    this.rule = content.rule;
  }
}

@ObjectType({ implements: () => Failure, description: 'There is no such object, or it is not for you.' })
export class NotFoundError extends Failure {}

@ObjectType({
  implements: () => Failure,
  description: 'What is stored stands against it: it exists already, is in use, or is in a state that does not allow this.',
})
export class ConflictError extends Failure {}

@ObjectType({
  implements: () => Failure,
  description: 'The store did not answer in time. Repeat the same mutation with the same commandId: it is carried out at most once.',
})
export class UnavailableError extends Failure {}

export const failures = [ValidationError, NotFoundError, ConflictError, UnavailableError] as const;
