import { differs } from './difference.js';
import type { Situation, Write } from './plan.js';
import type { RealmRepresentation, RealmSettings } from './representation.js';

/** Settings of the realm itself. */
export function planSettings({ wanted, live }: Situation): Write[] {
  const entries = Object.entries(settingsOf(wanted)).filter(([key, value]) =>
    differs(live.settings[key], value),
  );
  if (entries.length === 0) return [];
  const keys = entries.map(([key]) => key).join(', ');
  return [
    { what: `change realm settings ${keys}`, method: 'PUT', path: '', body: Object.fromEntries(entries) },
  ];
}

/** Roles that are missing or described otherwise. */
export function planRoles({ wanted, live }: Situation): Write[] {
  return wanted.roles.realm.flatMap((role): Write[] => {
    const now = live.roles.get(role.name);
    if (!now) return [{ what: `add role ${role.name}`, method: 'POST', path: '/roles', body: role }];
    if (!differs(now, role)) return [];
    const path = `/roles/${encodeURIComponent(role.name)}`;
    return [{ what: `change role ${role.name}`, method: 'PUT', path, body: role }];
  });
}

/** Keys and what has its own endpoints are left out. */
function settingsOf(realm: RealmRepresentation): RealmSettings {
  const {
    roles,
    clientScopes,
    defaultDefaultClientScopes,
    scopeMappings,
    clients,
    users,
    components,
    ...settings
  } = realm;
  return settings;
}
