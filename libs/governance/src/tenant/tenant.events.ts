export type TenantEvent =
  | {
      readonly type: 'TenantRequested';
      readonly tenantId: string;
      readonly workspaceIdentifier: string;
      readonly projectIdentifier: string;
      readonly platformIdentifier: string;
      readonly landingZoneIdentifier: string;
      /** From the platform's number stream; never given twice, gaps are possible. */
      readonly tenantNumber: number;
      /** What `#{rand}` is derived from. */
      readonly seed: string;
    }
  | { readonly type: 'TenantProvisioningStarted'; readonly tenantId: string }
  | { readonly type: 'TenantAccountAssigned'; readonly tenantId: string; readonly accountId: string }
  | { readonly type: 'TenantActivated'; readonly tenantId: string }
  | {
      readonly type: 'TenantLandingZoneChanged';
      readonly tenantId: string;
      readonly platformIdentifier: string;
      readonly landingZoneIdentifier: string;
      readonly previousLandingZoneIdentifier: string;
    };
