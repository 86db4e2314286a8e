import {
  ExecuteLandingZoneCommand,
  ExecutePlatformCommand,
  ExecuteProjectCommand,
  ExecuteWorkspaceCommand,
  type RequestTenant,
} from '../src/index.js';
import type { Installation } from './installation.js';
import { idOf, metaOf, sampleExternalId, sampleLandingZone, sampleSettings } from './samples.js';

/** A published platform `aws` with the landing zone `dev`, workspace `acme` and its project `shop`: all that a tenant needs. Answers the request. */
export const prepareTenant = async ({ execute }: Pick<Installation, 'execute'>): Promise<RequestTenant> => {
  const platformIdentifier = 'aws';
  const displayName = 'AWS';
  const { settings } = { settings: sampleSettings };
  const register = { type: 'RegisterPlatform', platformIdentifier, displayName, settings, generatedExternalId: sampleExternalId } as const;
  await execute(new ExecutePlatformCommand({ ...register, meta: metaOf('register') }));
  await execute(new ExecutePlatformCommand({ type: 'RequestVerification', platformIdentifier, meta: metaOf('verify') }));
  const verification = { verificationId: idOf('command verify'), ok: true, checks: [] };
  await execute(new ExecutePlatformCommand({ type: 'RecordVerification', platformIdentifier, ...verification, meta: metaOf('verified') }));
  await execute(new ExecutePlatformCommand({ type: 'PublishPlatform', platformIdentifier, meta: metaOf('publish') }));
  const zone = { platformIdentifier, landingZoneIdentifier: 'dev' };
  await execute(
    new ExecuteLandingZoneCommand({ type: 'DefineLandingZone', ...zone, displayName: 'Dev', settings: sampleLandingZone, meta: metaOf('zone') }),
  );
  const workspaceIdentifier = 'acme';
  await execute(new ExecuteWorkspaceCommand({ type: 'CreateWorkspace', workspaceIdentifier, displayName: 'Acme', meta: metaOf('workspace') }));
  const project = { workspaceIdentifier, projectIdentifier: 'shop' };
  await execute(new ExecuteProjectCommand({ type: 'CreateProject', ...project, displayName: 'Shop', meta: metaOf('project') }));
  return { type: 'RequestTenant', tenantId: idOf('tenant'), ...project, ...zone, meta: metaOf('request') };
};
