import type { Type } from '@nestjs/common';
import { createUnionType, Field, ID, ObjectType } from '@nestjs/graphql';
import { Failure, failures } from './failures.types.js';

/** What a mutation that was stored answers. */
@ObjectType({ isAbstract: true })
export abstract class Success {
  @Field(() => Boolean, {
    description: 'False when queries do not show the change yet, 2 seconds after it was stored. It is stored all the same: do not repeat it.',
  })
  readonly visible!: boolean;

  @Field(() => ID, { description: 'Id under which the command was carried out: a repetition with it changes nothing.' })
  readonly commandId!: string;
}

/** The union `<Name>Payload`: the success or one of the expected failures. */
export const payloadOf = (name: string, success: Type<Success>): object =>
  createUnionType({
    name: `${name}Payload`,
    types: () => [success, ...failures] as const,
    resolveType: (value: object) => (value instanceof Failure ? value.constructor.name : success.name),
  });
