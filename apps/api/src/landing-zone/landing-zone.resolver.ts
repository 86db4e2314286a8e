import { Inject } from '@nestjs/common';
import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { RequiresPermission } from '@orgledger/access';
import { ExecuteLandingZoneCommand, GOVERNANCE_QUERIES } from '@orgledger/governance';
import type { GovernanceQueries, LandingZoneCommand } from '@orgledger/governance';
import { Asked } from '../graphql/api-context.js';
import type { Asker } from '../graphql/api-context.js';
import { asOperator } from '../graphql/asked-as-operator.js';
import { CommandGateway } from '../graphql/command-gateway.js';
import type { Asking } from '../graphql/command-gateway.js';
import { optional } from '../graphql/optional.js';
import { toConnection } from '../graphql/page.js';
import type { Connection } from '../graphql/page.js';
import {
  DeleteLandingZoneInput,
  fromLandingZoneSettings,
  LandingZoneContentInput,
  LandingZoneKeyInput,
  LandingZonesArgs,
} from './landing-zone.inputs.js';
import { LandingZone, LandingZoneConnection, LandingZonePayload, toLandingZone } from './landing-zone.types.js';
import type { LandingZoneSuccess } from './landing-zone.types.js';

@Resolver()
export class LandingZoneResolver {
  constructor(
    private readonly commands: CommandGateway,
    @Inject(GOVERNANCE_QUERIES) private readonly queries: GovernanceQueries,
  ) {}

  @Query(() => LandingZoneConnection)
  @RequiresPermission('landingZones:read')
  async landingZones(@Args() { first, after, ...filter }: LandingZonesArgs): Promise<Connection<LandingZone>> {
    return toConnection(await this.queries.landingZones(filter, { first, ...optional({ after }) }), toLandingZone);
  }

  @Query(() => LandingZone, { nullable: true })
  @RequiresPermission('landingZones:read')
  async landingZone(
    @Args('platformIdentifier', { type: () => ID }) platformIdentifier: string,
    @Args('landingZoneIdentifier', { type: () => ID }) landingZoneIdentifier: string,
  ): Promise<LandingZone | undefined> {
    const view = await this.queries.landingZone(platformIdentifier, landingZoneIdentifier);
    return view && toLandingZone(view);
  }

  @Mutation(() => LandingZonePayload)
  @RequiresPermission('landingZones:write')
  defineLandingZone(@Args('input') { settings, ...input }: LandingZoneContentInput, @Asked() asker: Asker): Promise<LandingZoneSuccess> {
    return this.change(asker, { type: 'DefineLandingZone', ...input, settings: fromLandingZoneSettings(settings), ...asOperator(asker) });
  }

  @Mutation(() => LandingZonePayload, { description: 'Replaces everything but the identifier; its tenants are replicated again.' })
  @RequiresPermission('landingZones:write')
  changeLandingZone(@Args('input') { settings, ...input }: LandingZoneContentInput, @Asked() asker: Asker): Promise<LandingZoneSuccess> {
    return this.change(asker, { type: 'ChangeLandingZone', ...input, settings: fromLandingZoneSettings(settings), ...asOperator(asker) });
  }

  @Mutation(() => LandingZonePayload, { description: 'No new tenants; those that are there are still replicated.' })
  @RequiresPermission('landingZones:write')
  disableLandingZone(@Args('input') input: LandingZoneKeyInput, @Asked() asker: Asker): Promise<LandingZoneSuccess> {
    return this.change(asker, { type: 'DisableLandingZone', ...input });
  }

  @Mutation(() => LandingZonePayload)
  @RequiresPermission('landingZones:write')
  enableLandingZone(@Args('input') input: LandingZoneKeyInput, @Asked() asker: Asker): Promise<LandingZoneSuccess> {
    return this.change(asker, { type: 'EnableLandingZone', ...input });
  }

  @Mutation(() => LandingZonePayload, { description: 'Only a disabled landing zone without tenants.' })
  @RequiresPermission('landingZones:write')
  deleteLandingZone(@Args('input') input: DeleteLandingZoneInput, @Asked() asker: Asker): Promise<LandingZoneSuccess> {
    return this.change(asker, { type: 'DeleteLandingZone', ...input });
  }

  private change(asker: Asker, asking: Asking<LandingZoneCommand>): Promise<LandingZoneSuccess> {
    return this.commands.execute<LandingZoneCommand, unknown, Pick<LandingZoneSuccess, 'landingZone'>>(
      asker,
      asking,
      (command) => new ExecuteLandingZoneCommand(command),
      async () => optional({ landingZone: await this.landingZone(asking.platformIdentifier, asking.landingZoneIdentifier) }),
    );
  }
}
