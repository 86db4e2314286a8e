import { prepareTenant, startInstallation } from '@orgledger/governance/testing';
import type { Installation } from '@orgledger/governance/testing';
import { ExecuteTenantCommand } from '../index.js';

describe('a tenant, from request to snapshot', () => {
  let installation: Installation;

  beforeEach(async () => {
    installation = await startInstallation();
  });

  afterEach(() => installation.stop());

  it('is numbered, provisioned and shown', async () => {
    const request = await prepareTenant(installation);
    const { events } = await installation.execute(new ExecuteTenantCommand(request));
    expect(events.map(({ type }) => type)).toEqual(['TenantRequested', 'TenantProvisioningStarted']);
    await installation.settled();
    expect(await installation.queries.tenant(request.tenantId)).toMatchObject({
      status: 'provisioning',
      tenantNumber: 1,
      landingZoneIdentifier: 'dev',
    });
    expect(await installation.queries.tenantSnapshot(request.tenantId)).toMatchObject({
      accountName: 'acme shop',
      accountEmail: 'aws+acme.shop@a.example',
      accountAlias: 'acme-acme-shop-1',
      problems: [],
    });
  });
});
