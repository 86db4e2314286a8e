import { ArgsType, InputType } from '@nestjs/graphql';
import { CommandInput } from '../graphql/command-input.js';
import { Identifier, NestedList, Text } from '../graphql/input-fields.js';
import { PageArgs } from '../graphql/page.js';
import { TagInput } from '../shared/tag.types.js';

@InputType({ isAbstract: true })
abstract class PaymentMethodKeyInput extends CommandInput {
  @Identifier({ description: 'The workspace that owns the payment method.' })
  readonly workspaceIdentifier!: string;

  @Identifier({ description: '1–30 characters, unique in the workspace; never changes.' })
  readonly paymentMethodIdentifier!: string;
}

@InputType({ isAbstract: true })
abstract class PaymentMethodContentInput extends PaymentMethodKeyInput {
  @Text({ max: 100, description: 'What people read.' })
  readonly displayName!: string;

  @Text({ max: 30, optional: true, description: 'What it is good for in all: decimal text with at most two digits after the point.' })
  readonly amount?: string;

  @Text({ max: 8, optional: true, description: 'ISO 4217, with an amount only.' })
  readonly currency?: string;

  @Text({ max: 10, optional: true, description: 'Last day on which it pays, e.g. 2026-12-31, in UTC; left out: it does not expire.' })
  readonly expiresOn?: string;

  @NestedList(() => TagInput, { optional: true, maxItems: 50, description: 'Tags, by their definitions.' })
  readonly tags?: readonly TagInput[];
}

@InputType()
export class CreatePaymentMethodInput extends PaymentMethodContentInput {}

@InputType({ description: 'All of it from now on: what is left out is none.' })
export class ChangePaymentMethodInput extends PaymentMethodContentInput {}

@InputType()
export class DeletePaymentMethodInput extends PaymentMethodKeyInput {
  @Text({ max: 500, description: 'Why; recorded for good.' })
  readonly reason!: string;
}

@InputType()
export class AssignPaymentMethodInput extends CommandInput {
  @Identifier({ description: 'The workspace that owns the project.' })
  readonly workspaceIdentifier!: string;

  @Identifier({ description: 'The project.' })
  readonly projectIdentifier!: string;

  @Identifier({ optional: true, description: 'What it pays by from now on; left out: by nothing.' })
  readonly paymentMethodIdentifier?: string;

  @Identifier({ optional: true, description: 'Takes over when that expires.' })
  readonly substituteIdentifier?: string;
}

@ArgsType()
export class PaymentMethodsArgs extends PageArgs {
  @Identifier({ optional: true, description: 'Only of this workspace.' })
  readonly workspaceIdentifier?: string;

  @Text({ max: 100, optional: true, description: 'Part of the identifier or display name.' })
  readonly search?: string;
}
