import { Inject } from '@nestjs/common';
import { Args, ArgsType, Query, Resolver } from '@nestjs/graphql';
import { RequiresPermission } from '@orgledger/access';
import { GOVERNANCE_QUERIES } from '@orgledger/governance';
import type { GovernanceQueries } from '@orgledger/governance';
import { CLOCK } from '@orgledger/kernel';
import type { Clock } from '@orgledger/kernel';
import { Instant, Uuid } from '../graphql/input-fields.js';
import { AccessEntry } from './tenant.types.js';

@ArgsType()
class AtArgs {
  @Instant({ optional: true, description: 'As of this instant; left out, now.' })
  readonly at?: string;
}

@ArgsType()
class WhoHasAccessArgs extends AtArgs {
  @Uuid({ description: 'The tenant.' })
  readonly tenantId!: string;
}

@ArgsType()
class AccessOfArgs extends AtArgs {
  @Uuid({ description: 'The user.' })
  readonly subjectId!: string;
}

@Resolver()
export class AccessResolver {
  constructor(
    @Inject(GOVERNANCE_QUERIES) private readonly queries: GovernanceQueries,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Query(() => [AccessEntry], { description: 'Who may enter a tenant’s account, and in which role.' })
  @RequiresPermission('tenants:read')
  async whoHasAccess(@Args() { tenantId, at }: WhoHasAccessArgs): Promise<AccessEntry[]> {
    return [...(await this.queries.whoHasAccess(tenantId, this.instant(at)))];
  }

  @Query(() => [AccessEntry], { description: 'What a person may enter.' })
  @RequiresPermission('users:read')
  async accessOf(@Args() { subjectId, at }: AccessOfArgs): Promise<AccessEntry[]> {
    return [...(await this.queries.accessOf(subjectId, this.instant(at)))];
  }

  private instant(at: string | undefined): string {
    return at === undefined ? this.clock.now().toISOString() : new Date(at).toISOString();
  }
}
