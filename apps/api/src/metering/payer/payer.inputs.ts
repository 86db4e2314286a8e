import { InputType } from '@nestjs/graphql';
import type { PayerSettingsInput as Settings } from '@orgledger/metering';
import { CommandInput } from '../../graphql/command-input.js';
import { Choice, Flag, Identifier, Nested, Text } from '../../graphql/input-fields.js';
import { RoleRefInput } from '../../platform/platform-settings.inputs.js';
import { Partition } from '../../platform/platform-settings.types.js';
import { CostsBasis } from './payer.types.js';

@InputType()
export class OptionalCallsInput {
  @Flag({ description: 'Weekly: who used each commitment.' })
  readonly commitmentUsage!: boolean;

  @Flag({ description: 'Daily costs, for charts and spikes.' })
  readonly dailyCosts!: boolean;
}

@InputType()
export class PayerSettingsInput {
  @Text({ max: 100, description: 'What people read.' })
  readonly displayName!: string;

  @Choice(() => Partition, { description: 'As the platform’s.' })
  readonly partition!: Settings['partition'];

  @Text({ max: 32, description: 'Of Cost Explorer’s endpoint: us-east-1 in the aws partition.' })
  readonly region!: string;

  @Text({ max: 600, description: 'Whose credentials metering holds; never the replicator’s.' })
  readonly principalArn!: string;

  @Nested(() => RoleRefInput, { description: 'The role in the payer account that reads costs.' })
  readonly role!: RoleRefInput;

  @Choice(() => CostsBasis, { description: 'Cannot change once costs were collected.' })
  readonly costs!: Settings['costs'];

  @Text({ max: 20, description: 'US dollars that paid requests may cost in a month, e.g. 25.00; optional calls stop first.' })
  readonly monthlyRequestBudget!: string;

  @Nested(() => OptionalCallsInput, { description: 'Paid calls that statements do not need.' })
  readonly optionalCalls!: OptionalCallsInput;
}

@InputType({ isAbstract: true })
abstract class PayerKey extends CommandInput {
  @Text({ max: 12, description: 'Twelve digits: the account that AWS bills.' })
  readonly payerAccountId!: string;
}

@InputType()
export class PayerKeyInput extends PayerKey {}

@InputType()
export class RegisterPayerInput extends PayerKey {
  @Identifier({ description: 'A registered platform whose management account this is.' })
  readonly platformIdentifier!: string;

  @Nested(() => PayerSettingsInput, { description: 'How its costs are read.' })
  readonly settings!: PayerSettingsInput;
}

@InputType()
export class ChangePayerSettingsInput extends PayerKey {
  @Nested(() => PayerSettingsInput, { description: 'All settings from now on.' })
  readonly settings!: PayerSettingsInput;
}

@InputType()
export class RemovePayerInput extends PayerKey {
  @Text({ max: 500, description: 'Why; recorded for good.' })
  readonly reason!: string;
}
