import { ArgsType, InputType } from '@nestjs/graphql';
import type { UserView } from '@orgledger/governance';
import { CommandInput } from '../graphql/command-input.js';
import { Choice, Nested, Text, Uuid } from '../graphql/input-fields.js';
import { PageArgs } from '../graphql/page.js';
import { UserStatus } from './user.types.js';

@InputType()
export class PersonInput {
  @Text({ max: 254, description: 'E-mail address.' })
  readonly email!: string;

  @Text({ max: 200, description: 'Full name.' })
  readonly name!: string;

  @Text({ max: 128, optional: true, description: 'What the userName in Identity Center is made from.' })
  readonly euid?: string;
}

@InputType()
export class RegisterUserInput extends CommandInput {
  @Uuid({ optional: true, description: 'The identity provider’s subject; left out, one is made.' })
  readonly subjectId?: string;

  @Nested(() => PersonInput, { description: 'Personal data.' })
  readonly person!: PersonInput;
}

/** The input of mutations that need no more than the user. */
@InputType()
export class UserKeyInput extends CommandInput {
  @Uuid({ description: 'The user.' })
  readonly subjectId!: string;
}

@InputType()
export class ChangeUserInput extends UserKeyInput {
  @Nested(() => PersonInput, { description: 'All personal data from now on.' })
  readonly person!: PersonInput;
}

@ArgsType()
export class UsersArgs extends PageArgs {
  @Choice(() => UserStatus, { optional: true, description: 'Only these.' })
  readonly status?: UserView['status'];
}
