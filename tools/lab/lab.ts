import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commandIdOf } from './command-ids.js';
import { connectPlatform } from './connect-platform.js';
import { prepareIdentityCenter } from './identity-center.js';
import { startPlatformProcess } from './platform-process.js';
import type { PlatformOptions, PlatformProcess } from './platform-process.js';
import { region, registerPlatform } from './registration.js';
import type { PlatformSpec } from './registration.js';
import { sandboxControl } from './sandbox-control.js';
import type { SandboxControl } from './sandbox-control.js';
import { startSandboxProcess } from './sandbox-process.js';
import type { SandboxReady } from './sandbox-process.js';
import { createServiceUser } from './service-user.js';

export const labPlatform: PlatformSpec = {
  identifier: 'aws',
  displayName: 'AWS',
  serviceRole: { name: 'MeshfedServiceRole', path: '/' },
  mark: 'acme',
};

export const labPeople = ['ada', 'ben', 'cleo'] as const;
export const labRoles = ['admin', 'user', 'reader'] as const;

/** A sandbox with a connected platform, one landing zone, three mapped roles, people, and no tenant: what most end-to-end tests start from. */
export interface Lab {
  readonly sandbox: SandboxControl;
  readonly organisation: SandboxReady;
  /** Puts the organisation back and starts a platform on a copy of the first one's data. */
  begin(options?: Partial<PlatformOptions>): Promise<LabRun>;
  stop(): Promise<void>;
}

export interface LabRun {
  readonly platform: PlatformProcess;
  /** Starts another process over the same data, after the one before was killed or stopped. */
  restart(options?: Partial<PlatformOptions>): Promise<PlatformProcess>;
  /** Kills what still runs and removes the data. */
  end(): Promise<void>;
}

export interface LabOptions {
  readonly scale: number;
  readonly spec?: PlatformSpec;
  readonly seed?: string;
  /** Options of `orgledger aws policies`. */
  readonly policyOptions?: readonly string[];
  /** The sandbox's quotas, in place of AWS's own. */
  readonly quotasFile?: string;
}

// Verification gives AWS two minutes: in fast time a busy machine would let them pass.
const preparationScale = 20;

export const prepareLab = async ({ scale, spec = labPlatform, seed = 'lab', policyOptions = [], quotasFile }: LabOptions): Promise<Lab> => {
  const sandboxProcess = await startSandboxProcess({
    scale: Math.min(scale, preparationScale),
    seed,
    ...(quotasFile === undefined ? {} : { quotasFile }),
  });
  const organisation = sandboxProcess.ready;
  const sandbox = sandboxControl(organisation.endpoint);
  const folder = mkdtempSync(join(tmpdir(), 'orgledger-lab-'));
  const admin = { endpoint: organisation.endpoint, region, ...organisation.admin };
  const identityCenter = await prepareIdentityCenter(admin, {
    permissionSets: labRoles.map((role) => ({ name: role, managedPolicyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' })),
    users: labPeople.map((person) => ({ userName: person, name: `${person} Example`, email: `${person}@example.com` })),
  });
  const credentials = await createServiceUser(admin, organisation.platformAccountId);
  const common = { awsEndpoint: organisation.endpoint, credentials };
  const base = join(folder, 'base');

  const first = await startPlatformProcess({ ...common, dataDir: base });
  await registerPlatform(first.client, spec, organisation, identityCenter, commandIdOf('platform', spec.identifier));
  await connectPlatform(first, spec.identifier, admin, (what) => commandIdOf(what, spec.identifier), policyOptions);
  await furnish(first, spec.identifier, identityCenter.permissionSets);
  await first.stop();
  const snapshot = await sandbox.snapshot();

  return {
    sandbox,
    organisation,
    begin: async (options = {}) => {
      await sandbox.restore(snapshot);
      await sandbox.setScale(scale);
      await sandbox.clearFaults();
      const dataDir = mkdtempSync(join(folder, 'run-'));
      cpSync(base, dataDir, { recursive: true });
      const start = (more: Partial<PlatformOptions>) => startPlatformProcess({ ...common, dataDir, apiKey: first.apiKey, ...more });
      const platform = await start(options);
      const started = [platform];
      return {
        platform,
        restart: async (more = {}) => {
          const next = await start(more);
          started.push(next);
          return next;
        },
        end: async () => {
          await Promise.all(started.map((platform) => platform.kill()));
          rmSync(dataDir, { recursive: true, force: true });
        },
      };
    },
    stop: async () => {
      await sandboxProcess.kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

const furnish = async ({ client }: PlatformProcess, platformIdentifier: string, permissionSets: Readonly<Record<string, string>>): Promise<void> => {
  const change = (field: string, input: string, success: string, values: Readonly<Record<string, unknown>>) =>
    client.mutate(field, input, { commandId: commandIdOf(field, JSON.stringify(values)), ...values }, `... on ${success} { commandId }`);
  for (const role of labRoles)
    await change('changeRoleMapping', 'ChangeRoleMappingInput', 'RoleMappingSuccess', {
      platformIdentifier,
      roleIdentifier: role,
      groupAlias: role,
      permissionSetArns: [permissionSets[role]],
    });
  await change('defineLandingZone', 'LandingZoneContentInput', 'LandingZoneSuccess', {
    platformIdentifier,
    landingZoneIdentifier: 'standard',
    displayName: 'Standard',
    settings: { targetOu: { kind: 'PATH', path: ['Workloads', 'Standard'] }, hierarchical: false, tags: [] },
  });
  await change('createTagDefinition', 'TagDefinitionInput', 'TagDefinitionSuccess', {
    target: 'PROJECT',
    key: 'environment',
    displayName: 'Environment',
    kind: 'TEXT',
    mandatory: false,
    replicated: true,
    immutable: false,
    restricted: false,
  });
  await change('createWorkspace', 'CreateWorkspaceInput', 'WorkspaceSuccess', { workspaceIdentifier: 'team', displayName: 'Team' });
  for (const [index, person] of labPeople.entries()) {
    const subjectId = commandIdOf('subject', person);
    await change('registerUser', 'RegisterUserInput', 'UserSuccess', {
      subjectId,
      person: { name: person, euid: person, email: `${person}@example.com` },
    });
    await change('grantRole', 'GrantRoleInput', 'RoleBindingSuccess', { subjectId, roleIdentifier: labRoles[index], workspaceIdentifier: 'team' });
  }
};
