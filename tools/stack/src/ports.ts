/** Offsets from the base, so that one number moves the whole stack. */
const offsets = {
  'inventory-api': 1,
  'orders-api': 2,
  'shipments-api': 3,
  'mcp-server': 4,
  'governance-api': 5,
  'inventory-bot': 11,
  'order-placer': 12,
  'shipment-tracker': 13,
  relay: 14,
  world: 15,
  postgres: 32,
  redis: 79,
  keycloak: 80,
  'keycloak-management': 90,
} as const;

export type PortName = keyof typeof offsets;
export type Ports = Readonly<Record<PortName, number>>;

const defaultBase = 4000;
/** Keycloak keeps the ports that its own manual names, until the base is moved. */
const keycloakDefaults = { keycloak: 8080, 'keycloak-management': 9000 };

/**
 * Every port of the stack, from STACK_PORT_BASE.
 * @throws Error with a sentence when the base is no number that leaves room for all ports
 */
export function portsFrom(base: string | undefined): Ports {
  if (base === undefined || base === '') return { ...portsAbove(defaultBase), ...keycloakDefaults };
  const number = Number(base);
  if (!Number.isInteger(number) || number < 1024 || number > 65_400) {
    throw new Error(
      `STACK_PORT_BASE must be a whole number from 1024 to 65400, not ${JSON.stringify(base)}.`,
    );
  }
  return portsAbove(number);
}

function portsAbove(base: number): Ports {
  const moved = Object.entries(offsets).map(([name, offset]) => [name, base + offset]);
  return Object.fromEntries(moved) as Ports;
}
