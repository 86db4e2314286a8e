import { Inject } from '@nestjs/common';
import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { RequiresPermission } from '@orgledger/access';
import { ExecutePaymentMethodCommand, GOVERNANCE_QUERIES } from '@orgledger/governance';
import type { GovernanceQueries, PaymentMethodCommand } from '@orgledger/governance';
import { CLOCK } from '@orgledger/kernel';
import type { Clock } from '@orgledger/kernel';
import { Asked } from '../graphql/api-context.js';
import type { Asker } from '../graphql/api-context.js';
import { asOperator } from '../graphql/asked-as-operator.js';
import { CommandGateway } from '../graphql/command-gateway.js';
import type { Asking } from '../graphql/command-gateway.js';
import { optional } from '../graphql/optional.js';
import { toConnection } from '../graphql/page.js';
import type { Connection } from '../graphql/page.js';
import { ProjectPayload, toProject } from '../project/project.types.js';
import type { ProjectSuccess } from '../project/project.types.js';
import { fromTags } from '../shared/tag.types.js';
import {
  AssignPaymentMethodInput,
  ChangePaymentMethodInput,
  CreatePaymentMethodInput,
  DeletePaymentMethodInput,
  PaymentMethodsArgs,
} from './payment-method.inputs.js';
import { PaymentMethod, PaymentMethodConnection, PaymentMethodPayload, toPaymentMethod } from './payment-method.types.js';
import type { PaymentMethodSuccess } from './payment-method.types.js';

type OfOneMethod = Exclude<PaymentMethodCommand, { type: 'AssignPaymentMethod' | 'ExpirePaymentMethods' }>;
type Assign = Extract<PaymentMethodCommand, { type: 'AssignPaymentMethod' }>;

@Resolver()
export class PaymentMethodResolver {
  constructor(
    private readonly commands: CommandGateway,
    @Inject(GOVERNANCE_QUERIES) private readonly queries: GovernanceQueries,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Query(() => PaymentMethodConnection)
  @RequiresPermission('paymentMethods:read')
  async paymentMethods(@Args() { first, after, ...filter }: PaymentMethodsArgs): Promise<Connection<PaymentMethod>> {
    const now = this.clock.now();
    return toConnection(await this.queries.paymentMethods(filter, { first, ...optional({ after }) }), (view) => toPaymentMethod(view, now));
  }

  @Query(() => PaymentMethod, { nullable: true })
  @RequiresPermission('paymentMethods:read')
  async paymentMethod(
    @Args('workspaceIdentifier', { type: () => ID }) workspaceIdentifier: string,
    @Args('paymentMethodIdentifier', { type: () => ID }) paymentMethodIdentifier: string,
  ): Promise<PaymentMethod | undefined> {
    const view = await this.queries.paymentMethod(workspaceIdentifier, paymentMethodIdentifier);
    return view && toPaymentMethod(view, this.clock.now());
  }

  @Mutation(() => PaymentMethodPayload)
  @RequiresPermission('paymentMethods:write')
  createPaymentMethod(@Args('input') { tags, ...input }: CreatePaymentMethodInput, @Asked() asker: Asker): Promise<PaymentMethodSuccess> {
    return this.change(asker, { type: 'CreatePaymentMethod', ...input, ...optional({ tags: tags && fromTags(tags) }), ...asOperator(asker) });
  }

  @Mutation(() => PaymentMethodPayload, { description: 'One that has expired pays again once it has a later day.' })
  @RequiresPermission('paymentMethods:write')
  changePaymentMethod(@Args('input') { tags, ...input }: ChangePaymentMethodInput, @Asked() asker: Asker): Promise<PaymentMethodSuccess> {
    return this.change(asker, { type: 'ChangePaymentMethod', ...input, ...optional({ tags: tags && fromTags(tags) }), ...asOperator(asker) });
  }

  @Mutation(() => PaymentMethodPayload, { description: 'Refused while a project uses it. Statements keep it.' })
  @RequiresPermission('paymentMethods:write')
  deletePaymentMethod(@Args('input') input: DeletePaymentMethodInput, @Asked() asker: Asker): Promise<PaymentMethodSuccess> {
    return this.change(asker, { type: 'DeletePaymentMethod', ...input });
  }

  @Mutation(() => ProjectPayload, { description: 'What a project pays by. Closed months without a payment method get it.' })
  @RequiresPermission('paymentMethods:write')
  assignPaymentMethod(@Args('input') input: AssignPaymentMethodInput, @Asked() asker: Asker): Promise<ProjectSuccess> {
    const { workspaceIdentifier, projectIdentifier } = input;
    return this.commands.execute<Assign, unknown, Pick<ProjectSuccess, 'project'>>(
      asker,
      { type: 'AssignPaymentMethod', ...input },
      (command) => new ExecutePaymentMethodCommand(command),
      async () => {
        const view = await this.queries.project(workspaceIdentifier, projectIdentifier);
        return optional({ project: view && toProject(view) });
      },
    );
  }

  private change(asker: Asker, asking: Asking<OfOneMethod>): Promise<PaymentMethodSuccess> {
    return this.commands.execute<OfOneMethod, unknown, Pick<PaymentMethodSuccess, 'paymentMethod'>>(
      asker,
      asking,
      (command) => new ExecutePaymentMethodCommand(command),
      async () => optional({ paymentMethod: await this.paymentMethod(asking.workspaceIdentifier, asking.paymentMethodIdentifier) }),
    );
  }
}
