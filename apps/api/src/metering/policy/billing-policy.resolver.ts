import { Inject } from '@nestjs/common';
import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { RequiresPermission } from '@orgledger/access';
import { CLOCK } from '@orgledger/kernel';
import type { Clock } from '@orgledger/kernel';
import { ExecuteBillingPolicyCommand, METERING_SETTINGS_QUERIES, monthOf } from '@orgledger/metering';
import type { ChangeBillingPolicy, MeteringSettingsQueries } from '@orgledger/metering';
import { Asked } from '../../graphql/api-context.js';
import type { Asker } from '../../graphql/api-context.js';
import { CommandGateway } from '../../graphql/command-gateway.js';
import { ChangeBillingPolicyInput } from './billing-policy.inputs.js';
import { BillingPolicyChange, BillingPolicyInForce, BillingPolicyPayload } from './billing-policy.types.js';
import type { BillingPolicySuccess } from './billing-policy.types.js';
import { fromPolicyDocument, toPolicyDocument } from './policy-document.js';

@Resolver()
export class BillingPolicyResolver {
  constructor(
    private readonly commands: CommandGateway,
    @Inject(METERING_SETTINGS_QUERIES) private readonly queries: MeteringSettingsQueries,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Query(() => BillingPolicyInForce, { description: 'By what is recorded now; statements of closed months keep the policy of their closing.' })
  @RequiresPermission('costs:read')
  async billingPolicy(
    @Args('payerAccountId', { type: () => ID }) payerAccountId: string,
    @Args('month', { type: () => String, nullable: true, description: 'Default: this month.' }) month?: string,
  ): Promise<BillingPolicyInForce> {
    const asked = month ?? monthOf(this.clock.now().toISOString());
    const { policy, change } = await this.queries.billingPolicy(payerAccountId, asked);
    return { month: asked, policy: toPolicyDocument(policy), ...(change ? { effectiveFrom: change.effectiveFrom } : {}) };
  }

  @Query(() => [BillingPolicyChange], { description: 'Newest first.' })
  @RequiresPermission('costs:read')
  async billingPolicyHistory(@Args('payerAccountId', { type: () => ID }) payerAccountId: string): Promise<BillingPolicyChange[]> {
    const changes = await this.queries.billingPolicyHistory(payerAccountId);
    return changes.map(({ policy, ...change }) => ({ ...change, policy: toPolicyDocument(policy) }));
  }

  @Mutation(() => BillingPolicyPayload, { description: 'Replaces the whole policy from a month on, later changes included.' })
  @RequiresPermission('costs:write')
  changeBillingPolicy(@Args('input') { policy, ...input }: ChangeBillingPolicyInput, @Asked() asker: Asker): Promise<BillingPolicySuccess> {
    return this.commands.execute<ChangeBillingPolicy, unknown, Pick<BillingPolicySuccess, 'billingPolicy'>>(
      asker,
      { type: 'ChangeBillingPolicy', ...input, policy: fromPolicyDocument(policy) },
      (command) => new ExecuteBillingPolicyCommand(command),
      async () => ({ billingPolicy: await this.billingPolicy(input.payerAccountId, input.effectiveFrom) }),
    );
  }
}
