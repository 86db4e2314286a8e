import { Field, ObjectType } from '@nestjs/graphql';
import { payloadOf, Success } from '../../graphql/payload.js';
import { Commitment } from './commitment.types.js';

@ObjectType()
export class CommitmentSuccess extends Success {
  @Field(() => Commitment, { nullable: true })
  readonly commitment?: Commitment;
}

export const CommitmentPayload = payloadOf('Commitment', CommitmentSuccess);
