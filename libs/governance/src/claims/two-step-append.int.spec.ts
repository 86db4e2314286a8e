import type { Command } from '@nestjs/cqrs';
import { createMemoryEventStore, fromRecorded } from '@orgledger/event-store';
import type { EventStore, Executed } from '@orgledger/event-store';
import { fold } from '@orgledger/kernel';
import type { DomainEvent } from '@orgledger/kernel';
import {
  dyingAtAppend,
  executorOf,
  idOf,
  metaOf,
  prepareTenant,
  ProcessDied,
  sampleLandingZone,
  samplePermissionSet,
} from '@orgledger/governance/testing';
import type { RequestTenant } from '../index.js';
import {
  ExecuteLandingZoneCommand,
  ExecuteProjectCommand,
  ExecuteProjectRoleCommand,
  ExecuteRoleMappingCommand,
  ExecuteTenantCommand,
  ExecuteWorkspaceCommand,
} from '../index.js';
import { claimsDecider, holdersOf } from './claims.decider.js';
import type { Claims } from './claims.decider.js';
import type { ClaimsEvent } from './claims.events.js';
import { claimsReaction } from './claims.subscription.js';

type Execute = ReturnType<typeof executorOf>['execute'];
type Scenario = (execute: Execute) => Promise<Command<Executed<DomainEvent>>>;

const zone = (landingZoneIdentifier: string) => ({ platformIdentifier: 'aws', landingZoneIdentifier });
const project = { workspaceIdentifier: 'acme', projectIdentifier: 'shop' };
const mapping = { platformIdentifier: 'aws', roleIdentifier: 'admin', permissionSetArns: [samplePermissionSet('a')] };

const requested = async (execute: Execute): Promise<RequestTenant> => {
  const request = await prepareTenant({ execute });
  await execute(new ExecuteTenantCommand(request));
  return request;
};

const mapped = async (execute: Execute): Promise<void> => {
  await prepareTenant({ execute });
  await execute(new ExecuteProjectRoleCommand({ type: 'DefineProjectRole', roleIdentifier: 'admin', displayName: 'A', meta: metaOf('role') }));
  await execute(new ExecuteRoleMappingCommand({ type: 'ChangeRoleMapping', ...mapping, groupAlias: 'admin', meta: metaOf('map') }));
};

/** Everything that takes more than one append, brought to just before it. */
const scenarios: Record<string, Scenario> = {
  RequestTenant: async (execute) => new ExecuteTenantCommand(await prepareTenant({ execute })),
  CreateProject: async (execute) => {
    await prepareTenant({ execute });
    return new ExecuteProjectCommand({ type: 'CreateProject', ...project, projectIdentifier: 'new', displayName: 'New', meta: metaOf('new') });
  },
  MarkProjectForDeletion: async (execute) => {
    await prepareTenant({ execute });
    return new ExecuteProjectCommand({ type: 'MarkProjectForDeletion', ...project, reason: 'over', meta: metaOf('mark') });
  },
  DeleteWorkspace: async (execute) => {
    const workspaceIdentifier = 'empty';
    await execute(new ExecuteWorkspaceCommand({ type: 'CreateWorkspace', workspaceIdentifier, displayName: 'E', meta: metaOf('empty') }));
    return new ExecuteWorkspaceCommand({ type: 'DeleteWorkspace', workspaceIdentifier, reason: 'over', meta: metaOf('delete') });
  },
  AssignTenantAccount: async (execute) => {
    const { tenantId } = await requested(execute);
    return new ExecuteTenantCommand({ type: 'AssignTenantAccount', tenantId, accountId: '444444444444', meta: metaOf('assign') });
  },
  ChangeTenantLandingZone: async (execute) => {
    const { tenantId } = await requested(execute);
    const define = { type: 'DefineLandingZone', ...zone('prod'), displayName: 'Prod', settings: sampleLandingZone, meta: metaOf('prod') } as const;
    await execute(new ExecuteLandingZoneCommand(define));
    return new ExecuteTenantCommand({ type: 'ChangeTenantLandingZone', tenantId, landingZoneIdentifier: 'prod', meta: metaOf('move') });
  },
  DeleteLandingZone: async (execute) => {
    await prepareTenant({ execute });
    await execute(new ExecuteLandingZoneCommand({ type: 'DisableLandingZone', ...zone('dev'), meta: metaOf('disable') }));
    return new ExecuteLandingZoneCommand({ type: 'DeleteLandingZone', ...zone('dev'), reason: 'over', meta: metaOf('delete zone') });
  },
  'ChangeRoleMapping with a new alias': async (execute) => {
    await mapped(execute);
    return new ExecuteRoleMappingCommand({ type: 'ChangeRoleMapping', ...mapping, groupAlias: 'root', meta: metaOf('remap') });
  },
  RemoveRoleMapping: async (execute) => {
    await mapped(execute);
    return new ExecuteRoleMappingCommand({ type: 'RemoveRoleMapping', platformIdentifier: 'aws', roleIdentifier: 'admin', meta: metaOf('unmap') });
  },
};

const readable = (claims: Claims) => ({ closed: claims.closed, holders: Object.fromEntries(holdersOf(claims)) });

/** What the log says: events of objects in order, and who holds which claim. Numbers may have gaps. */
const outcomeOf = async (store: EventStore): Promise<Record<string, unknown>> => {
  const byStream = new Map<string, DomainEvent[]>();
  for await (const recorded of store.readAll()) {
    if (recorded.stream.startsWith('numbers-')) continue;
    byStream.set(recorded.stream, [...(byStream.get(recorded.stream) ?? []), fromRecorded(recorded)]);
  }
  return Object.fromEntries(
    [...byStream].map(([stream, events]): [string, unknown] => {
      if (stream.startsWith('claim-')) return [stream, readable(fold(claimsDecider, events as ClaimsEvent[]))];
      return [stream, events.map((event) => ({ ...event, tenantNumber: undefined }))];
    }),
  );
};

const withoutFreeClaims = (outcome: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(outcome).filter(([, state]) => JSON.stringify(state) !== JSON.stringify(readable(claimsDecider.initial))));

/** The whole log through the subscription, and what that appended as well. */
const react = async (store: EventStore): Promise<void> => {
  const reaction = claimsReaction(store);
  const head = await store.head();
  for await (const event of store.readAll({ filter: reaction.filter })) await reaction.handle(event, new AbortController().signal);
  if ((await store.head()) !== head) await react(store);
};

describe.each(Object.entries(scenarios))('%s', (_name, scenario) => {
  const undisturbed = async () => {
    const store = createMemoryEventStore();
    const { execute } = executorOf(store);
    const command = await scenario(execute);
    const before = withoutFreeClaims(await outcomeOf(store));
    await execute(command);
    return { before, after: withoutFreeClaims(await outcomeOf(store)) };
  };

  /** Dies at each append in turn, until the command lives through. */
  const deaths = async function* (when: 'before' | 'after') {
    for (let n = 1; ; n += 1) {
      const store = createMemoryEventStore();
      const command = await scenario(executorOf(store).execute);
      const dying = dyingAtAppend(store, n, when);
      const attempt = executorOf(dying.store).execute(command);
      if (
        !(await attempt.then(
          () => false,
          (error: unknown) => error instanceof ProcessDied,
        ))
      ) {
        expect(dying.died()).toBe(false);
        // Every one of these takes at least two appends: that many deaths have been seen.
        expect(n).toBeGreaterThan(2);
        return;
      }
      yield { store, command };
    }
  };

  it.each(['before', 'after'] as const)('is finished by a repetition after a death %s any append', async (when) => {
    const { after } = await undisturbed();
    for await (const { store, command } of deaths(when)) {
      await executorOf(store).execute(command);
      await react(store);
      expect(withoutFreeClaims(await outcomeOf(store))).toEqual(after);
    }
  });

  it.each(['before', 'after'] as const)('is finished or was nothing, by the subscription alone, after a death %s any append', async (when) => {
    const { before, after } = await undisturbed();
    for await (const { store } of deaths(when)) {
      await react(store);
      const outcome = withoutFreeClaims(await outcomeOf(store));
      expect([before, after]).toContainEqual(outcome);
      await react(store);
      expect(withoutFreeClaims(await outcomeOf(store))).toEqual(outcome);
    }
  });

  it('answers a repetition with what was done', async () => {
    const store = createMemoryEventStore();
    const { execute } = executorOf(store);
    const command = await scenario(execute);
    const first = await execute(command);
    const again = await execute(command);
    expect(again).toEqual({ ...first, repeated: true });
  });
});

describe('claims under concurrency', () => {
  it('number many tenants at once, without a gap or a double', async () => {
    const store = createMemoryEventStore();
    const { execute } = executorOf(store);
    const request = await prepareTenant({ execute });
    const names = Array.from({ length: 40 }, (_, index) => `p${index}`);
    for (const projectIdentifier of names) {
      const create = { type: 'CreateProject', ...project, projectIdentifier, displayName: 'P', meta: metaOf(projectIdentifier) } as const;
      await execute(new ExecuteProjectCommand(create));
    }
    const results = await Promise.all(
      names.map((projectIdentifier) =>
        execute(
          new ExecuteTenantCommand({ ...request, projectIdentifier, tenantId: idOf(projectIdentifier), meta: metaOf(`t ${projectIdentifier}`) }),
        ),
      ),
    );
    const numbers = results.flatMap(({ events }) => events.flatMap((event) => (event.type === 'TenantRequested' ? [event.tenantNumber] : [])));
    expect(numbers.toSorted((a, b) => a - b)).toEqual(names.map((_, index) => index + 1));
  });

  it('give a project one tenant per platform, however many ask', async () => {
    const store = createMemoryEventStore();
    const { execute } = executorOf(store);
    const request = await prepareTenant({ execute });
    const asked = await Promise.allSettled(
      ['a', 'b', 'c', 'd', 'e'].map((name) => execute(new ExecuteTenantCommand({ ...request, tenantId: idOf(name), meta: metaOf(name) }))),
    );
    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const refusal of asked.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason as unknown] : [])))
      expect(refusal).toMatchObject({ code: 'TENANT_FOR_PLATFORM_EXISTS', field: 'platformIdentifier' });
  });

  it('let a project come or its workspace go, never both', async () => {
    for (let round = 0; round < 20; round += 1) {
      const store = createMemoryEventStore();
      const { execute } = executorOf(store);
      const workspaceIdentifier = 'acme';
      await execute(new ExecuteWorkspaceCommand({ type: 'CreateWorkspace', workspaceIdentifier, displayName: 'A', meta: metaOf('w') }));
      const create = { type: 'CreateProject', ...project, displayName: 'P', meta: metaOf('p') } as const;
      const remove = { type: 'DeleteWorkspace', workspaceIdentifier, reason: 'over', meta: metaOf('d') } as const;
      const both = [execute(new ExecuteProjectCommand(create)), execute(new ExecuteWorkspaceCommand(remove))];
      const answers = await Promise.allSettled(round % 2 === 0 ? both : both.reverse());
      expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      const refusal = answers.find((answer) => answer.status === 'rejected')?.reason as { code: string };
      expect(['WORKSPACE_NOT_FOUND', 'WORKSPACE_NOT_EMPTY']).toContain(refusal.code);
    }
  });

  it('create one project when two ask for the same', async () => {
    const store = createMemoryEventStore();
    const { execute } = executorOf(store);
    await prepareTenant({ execute });
    const create = (name: string) =>
      execute(new ExecuteProjectCommand({ type: 'CreateProject', ...project, projectIdentifier: 'twin', displayName: name, meta: metaOf(name) }));
    const answers = await Promise.allSettled([create('one'), create('two')]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect((await store.readStream('project-acme.twin')).events).toHaveLength(1);
  });
});
