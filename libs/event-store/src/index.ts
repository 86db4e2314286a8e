export * from './port.js';
export * from './errors.js';
export * from './envelope.js';
export * from './execute-command.js';
