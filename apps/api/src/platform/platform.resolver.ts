import { randomBytes } from 'node:crypto';
import { Inject } from '@nestjs/common';
import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { RequiresPermission } from '@orgledger/access';
import { ExecutePlatformCommand, GOVERNANCE_QUERIES } from '@orgledger/governance';
import type { GovernanceQueries, PlatformCommand } from '@orgledger/governance';
import { Asked } from '../graphql/api-context.js';
import type { Asker } from '../graphql/api-context.js';
import { CommandGateway } from '../graphql/command-gateway.js';
import type { Asking } from '../graphql/command-gateway.js';
import { optional } from '../graphql/optional.js';
import { toConnection } from '../graphql/page.js';
import type { Connection } from '../graphql/page.js';
import {
  ChangePlatformAvailabilityInput,
  ChangePlatformConnectionInput,
  DeprecatePlatformInput,
  fromAvailability,
  PlatformKeyInput,
  PlatformsArgs,
  RegisterPlatformInput,
  RemovePlatformInput,
  RenamePlatformInput,
} from './platform.inputs.js';
import { Platform, PlatformConnection, PlatformPayload } from './platform.types.js';
import type { PlatformSuccess } from './platform.types.js';

const newExternalId = (): string => randomBytes(32).toString('base64url');

@Resolver()
export class PlatformResolver {
  constructor(
    private readonly commands: CommandGateway,
    @Inject(GOVERNANCE_QUERIES) private readonly queries: GovernanceQueries,
  ) {}

  @Query(() => PlatformConnection)
  @RequiresPermission('platforms:read')
  async platforms(@Args() { first, after, ...filter }: PlatformsArgs): Promise<Connection<Platform>> {
    return toConnection(await this.queries.platforms(filter, { first, ...optional({ after }) }), (view) => view);
  }

  @Query(() => Platform, { nullable: true })
  @RequiresPermission('platforms:read')
  platform(@Args('platformIdentifier', { type: () => ID }) platformIdentifier: string): Promise<Platform | undefined> {
    return this.queries.platform(platformIdentifier);
  }

  @Mutation(() => PlatformPayload)
  @RequiresPermission('platforms:write')
  registerPlatform(@Args('input') { availability, ...input }: RegisterPlatformInput, @Asked() asker: Asker): Promise<PlatformSuccess> {
    return this.change(asker, {
      type: 'RegisterPlatform',
      ...input,
      ...optional({ availability: availability && fromAvailability(availability) }),
      generatedExternalId: newExternalId(),
    });
  }

  @Mutation(() => PlatformPayload)
  @RequiresPermission('platforms:write')
  renamePlatform(@Args('input') input: RenamePlatformInput, @Asked() asker: Asker): Promise<PlatformSuccess> {
    return this.change(asker, { type: 'RenamePlatform', ...input });
  }

  @Mutation(() => PlatformPayload, { description: 'What concerns the connection needs a new verification.' })
  @RequiresPermission('platforms:write')
  changePlatformConnection(@Args('input') input: ChangePlatformConnectionInput, @Asked() asker: Asker): Promise<PlatformSuccess> {
    return this.change(asker, { type: 'ChangePlatformConnection', ...input });
  }

  @Mutation(() => PlatformPayload)
  @RequiresPermission('platforms:write')
  changePlatformAvailability(
    @Args('input') { availability, ...input }: ChangePlatformAvailabilityInput,
    @Asked() asker: Asker,
  ): Promise<PlatformSuccess> {
    return this.change(asker, { type: 'ChangePlatformAvailability', ...input, availability: fromAvailability(availability) });
  }

  @Mutation(() => PlatformPayload, { description: 'Asks the replicator to prove the connection. Follow it in `platform.verification`.' })
  @RequiresPermission('platforms:write')
  verifyPlatform(@Args('input') input: PlatformKeyInput, @Asked() asker: Asker): Promise<PlatformSuccess> {
    return this.change(asker, { type: 'RequestVerification', ...input });
  }

  @Mutation(() => PlatformPayload)
  @RequiresPermission('platforms:write')
  publishPlatform(@Args('input') input: PlatformKeyInput, @Asked() asker: Asker): Promise<PlatformSuccess> {
    return this.change(asker, { type: 'PublishPlatform', ...input });
  }

  @Mutation(() => PlatformPayload, { description: 'No new tenants; those that are there are still replicated.' })
  @RequiresPermission('platforms:write')
  deprecatePlatform(@Args('input') input: DeprecatePlatformInput, @Asked() asker: Asker): Promise<PlatformSuccess> {
    return this.change(asker, { type: 'DeprecatePlatform', ...input });
  }

  @Mutation(() => PlatformPayload)
  @RequiresPermission('platforms:write')
  reactivatePlatform(@Args('input') input: PlatformKeyInput, @Asked() asker: Asker): Promise<PlatformSuccess> {
    return this.change(asker, { type: 'ReactivatePlatform', ...input });
  }

  @Mutation(() => PlatformPayload, { description: 'Forgets the platform; nothing in AWS is touched.' })
  @RequiresPermission('platforms:write')
  removePlatform(@Args('input') input: RemovePlatformInput, @Asked() asker: Asker): Promise<PlatformSuccess> {
    return this.change(asker, { type: 'RemovePlatform', ...input });
  }

  @Mutation(() => PlatformPayload, { description: 'Makes a new ExternalId; the old one is accepted until the rotation is completed.' })
  @RequiresPermission('platforms:write')
  rotateExternalId(@Args('input') input: PlatformKeyInput, @Asked() asker: Asker): Promise<PlatformSuccess> {
    return this.change(asker, { type: 'RotateExternalId', ...input, generatedExternalId: newExternalId() });
  }

  @Mutation(() => PlatformPayload, { description: 'Drops the previous ExternalId: only after every trust policy names the new one.' })
  @RequiresPermission('platforms:write')
  completeExternalIdRotation(@Args('input') input: PlatformKeyInput, @Asked() asker: Asker): Promise<PlatformSuccess> {
    return this.change(asker, { type: 'CompleteExternalIdRotation', ...input });
  }

  private change(asker: Asker, asking: Asking<PlatformCommand>): Promise<PlatformSuccess> {
    return this.commands.execute<PlatformCommand, unknown, Pick<PlatformSuccess, 'platform'>>(
      asker,
      asking,
      (command) => new ExecutePlatformCommand(command),
      async () => optional({ platform: await this.platform(asking.platformIdentifier) }),
    );
  }
}
