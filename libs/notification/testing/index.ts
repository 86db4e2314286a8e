export * from './receiver.js';
export * from './mail-server.js';
