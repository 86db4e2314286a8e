import type { World } from '../../core/service.js';

const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const base64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** AROA, AIDA, ANPA, AKIA or ASIA and sixteen letters. @source IAM identifiers: "Unique identifiers" */
export const uniqueId = (world: World, prefix: string): string => `${prefix}${world.drawText(base32, 16, 'uniqueId', world.next('iam.uniqueId'))}`;

export const drawnSecret = (world: World, accessKeyId: string): string => world.drawText(base64, 40, 'secret', accessKeyId);
