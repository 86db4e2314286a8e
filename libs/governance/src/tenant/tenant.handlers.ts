import { Inject } from '@nestjs/common';
import { Command, CommandHandler } from '@nestjs/cqrs';
import type { ICommandHandler } from '@nestjs/cqrs';
import { EVENT_STORE, executeCommand } from '@orgledger/event-store';
import type { EventStore, Executed } from '@orgledger/event-store';
import { holderOf } from '../claims/claims.decider.js';
import { releaseAfter } from '../claims/release-claims.store.js';
import { retryOnConflict } from '../claims/claim-appends.store.js';
import { twoStepAppend } from '../claims/two-step-append.store.js';
import { objectStates } from '../object-states.store.js';
import { claimStreams, streams } from '../streams.js';
import { checkIdentifier, checkUuid } from '@orgledger/kernel';
import { drawTenantNumber, peekTenantNumber } from './tenant-numbers.store.js';
import type { AssignTenantAccount, ChangeTenantLandingZone, RequestTenant, TenantCommand } from './tenant.commands.js';
import { checkAccountId, noFacts, tenantDecider } from './tenant.decider.js';
import type { TenantEvent } from './tenant.events.js';

export class ExecuteTenantCommand extends Command<Executed<TenantEvent>> {
  constructor(readonly command: TenantCommand) {
    super();
  }
}

@CommandHandler(ExecuteTenantCommand)
export class TenantCommandHandler implements ICommandHandler<ExecuteTenantCommand> {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  async execute({ command }: ExecuteTenantCommand): Promise<Executed<TenantEvent>> {
    const tenantId = checkUuid('tenantId', command.tenantId);
    switch (command.type) {
      case 'RequestTenant':
        return this.request(command, tenantId);
      case 'AssignTenantAccount':
        return this.assignAccount(command, tenantId);
      case 'ChangeTenantLandingZone':
        return this.changeLandingZone(command, tenantId);
      case 'ActivateTenant':
        return executeCommand(this.store, tenantDecider(noFacts), streams.tenant(tenantId), command);
    }
  }

  /**
   * Draws a number, claims the project's place on the platform, enters the landing zone's roster, then appends the tenant. Nothing is
   * appended before the request was found right; a number drawn in vain is a gap.
   */
  private async request(command: RequestTenant, tenantId: string): Promise<Executed<TenantEvent>> {
    const workspace = checkIdentifier('workspaceIdentifier', command.workspaceIdentifier, 16);
    const project = checkIdentifier('projectIdentifier', command.projectIdentifier, 30);
    const platform = checkIdentifier('platformIdentifier', command.platformIdentifier, 32);
    const zone = checkIdentifier('landingZoneIdentifier', command.landingZoneIdentifier, 32);
    const states = objectStates(this.store);
    return twoStepAppend<TenantEvent>({
      store: this.store,
      command,
      stream: streams.tenant(tenantId),
      claimStream: claimStreams.tenantsOfProject(workspace, project),
      claim: { type: 'TakeClaim', slot: platform, holder: tenantId },
      admissions: [{ stream: claimStreams.tenantsOfLandingZone(platform, zone), slot: tenantId, holder: tenantId }],
      decide: async (claims) => {
        const workspaceState = await states.workspace(workspace);
        const facts = {
          ...noFacts,
          workspaceTags: workspaceState.status === 'active' ? workspaceState.tags : {},
          project: claims.closed ? ({ status: 'deleted' } as const) : await states.project(workspace, project),
          platform: await states.platform(platform),
          landingZone: await states.landingZone(platform, zone),
          liveTenant: holderOf(claims, platform),
        };
        const state = await states.tenant(tenantId);
        return retryOnConflict(async () => {
          const next = await peekTenantNumber(this.store, platform);
          const decided = tenantDecider({ ...facts, tenantNumber: next.tenantNumber }).decide(command, state);
          await drawTenantNumber(this.store, platform, next, tenantId, command.meta);
          return decided;
        });
      },
    });
  }

  /** An account belongs to one tenant: claimed first. */
  private async assignAccount(command: AssignTenantAccount, tenantId: string): Promise<Executed<TenantEvent>> {
    const states = objectStates(this.store);
    return twoStepAppend<TenantEvent>({
      store: this.store,
      command,
      stream: streams.tenant(tenantId),
      claimStream: claimStreams.account(checkAccountId(command.accountId)),
      claim: { type: 'TakeClaim', slot: 'account', holder: tenantId },
      decide: async (claims) =>
        tenantDecider({ ...noFacts, accountHolder: holderOf(claims, 'account') }).decide(command, await states.tenant(tenantId)),
    });
  }

  /** Enters the new zone's roster, then leaves the old one's. */
  private async changeLandingZone(command: ChangeTenantLandingZone, tenantId: string): Promise<Executed<TenantEvent>> {
    const zone = checkIdentifier('landingZoneIdentifier', command.landingZoneIdentifier, 32);
    const states = objectStates(this.store);
    const current = await states.tenant(tenantId);
    const platform = current.status === 'none' ? '' : current.platformIdentifier;
    const result = await twoStepAppend<TenantEvent>({
      store: this.store,
      command,
      stream: streams.tenant(tenantId),
      claimStream: claimStreams.tenantsOfLandingZone(platform, zone),
      claim: { type: 'TakeClaim', slot: tenantId, holder: tenantId },
      decide: async ({ closed }) => {
        const landingZone = closed ? ({ status: 'deleted' } as const) : await states.landingZone(platform, zone);
        return tenantDecider({ ...noFacts, landingZone }).decide(command, await states.tenant(tenantId));
      },
    });
    await releaseAfter(this.store, result.events, command.meta);
    return result;
  }
}
