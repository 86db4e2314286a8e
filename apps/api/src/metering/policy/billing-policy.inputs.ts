import { InputType } from '@nestjs/graphql';
import { CommandInput } from '../../graphql/command-input.js';
import { Nested, Text } from '../../graphql/input-fields.js';
import { BillingPolicyInput } from './policy-document.inputs.js';

@InputType()
export class ChangeBillingPolicyInput extends CommandInput {
  @Text({ max: 12, description: 'Twelve digits: the account that AWS bills.' })
  readonly payerAccountId!: string;

  @Text({ max: 7, description: 'Month from which it holds, e.g. 2026-03; closed months keep theirs.' })
  readonly effectiveFrom!: string;

  @Nested(() => BillingPolicyInput, { description: 'The whole policy.' })
  readonly policy!: BillingPolicyInput;
}
