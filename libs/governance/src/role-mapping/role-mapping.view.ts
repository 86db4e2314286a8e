import type { RoleMappingEntry } from '../platform-settings.js';

export interface RoleMappingView extends RoleMappingEntry {
  readonly platformIdentifier: string;
}
