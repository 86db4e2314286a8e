import { Field, ID, ObjectType } from '@nestjs/graphql';
import type { UserView } from '@orgledger/governance';
import { enumOf } from '../graphql/enum.js';
import { connectionOf } from '../graphql/page.js';
import { payloadOf, Success } from '../graphql/payload.js';

export const UserStatus = enumOf('UserStatus', ['active', 'disabled', 'deleted']);

@ObjectType({ description: 'Personal data, from the person store; no event holds it.' })
export class Person {
  @Field(() => String)
  readonly email!: string;

  @Field(() => String)
  readonly name!: string;

  @Field(() => String, { nullable: true, description: 'What the userName in Identity Center is made from.' })
  readonly euid?: string;
}

@ObjectType()
export class User {
  @Field(() => ID)
  readonly subjectId!: string;

  @Field(() => UserStatus)
  readonly status!: UserView['status'];

  @Field(() => Person, { nullable: true, description: 'Absent once the person was forgotten.' })
  readonly person?: Person;
}

export const UserConnection = connectionOf(User);

@ObjectType()
export class UserSuccess extends Success {
  @Field(() => ID, { description: 'Known before queries show the user.' })
  readonly subjectId!: string;

  @Field(() => User, { nullable: true })
  readonly user?: User;
}

export const UserPayload = payloadOf('User', UserSuccess);
