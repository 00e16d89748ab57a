export { type Applied, type ApplyOptions, applyRealm } from './apply-realm.js';
export { realmOf } from './realm.js';
