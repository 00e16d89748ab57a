/** The one place that says which Keycloak. Held here: 26.8 exists as a release but not on Maven Central. */
export const keycloakVersion = '26.7.4';

/** Options of `kc.sh build`: they are burnt into a distribution, so another list is another distribution. */
export const buildOptions = ['--db=dev-file', '--health-enabled=true', '--metrics-enabled=true'] as const;

export const mavenArtifact = `org.keycloak:keycloak-quarkus-dist:${keycloakVersion}:tar.gz`;

export const releaseUrl = `https://github.com/keycloak/keycloak/releases/download/${keycloakVersion}/keycloak-${keycloakVersion}.tar.gz`;

export const containerImage = `quay.io/keycloak/keycloak:${keycloakVersion}`;
